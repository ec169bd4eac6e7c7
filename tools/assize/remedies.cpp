#include "tools/assize/remedies.h"

#include <unistd.h>

#include <algorithm>

namespace assize {

namespace {

constexpr const char* kPodman = "podman";
constexpr const char* kDocker = "docker";
constexpr const char* kCompose = "compose";
constexpr const char* kKubernetes = "Kubernetes";
constexpr const char* kSystemd = "systemd";
constexpr const char* kHost = "host";

// The profile is docs/deploy/container/seccomp.json.
Advice advice_on_filter(const std::string& calls) {
  return {"seccomp profile",
          "the one that this was started under denies " + calls,
          "jails are made with these calls; what runs in a jail isn't allowed them",
          {{kPodman, "--security-opt seccomp=seccomp.json"},
           {kDocker, "--security-opt seccomp=seccomp.json"},
           {kCompose, "security_opt: [seccomp=seccomp.json]"},
           {kKubernetes, "seccompProfile: {type: Localhost, localhostProfile: assize.json}"},
           {kSystemd, "RestrictNamespaces=no, and a SystemCallFilter= that leaves @mount be"},
           {kHost, "start it without that filter"}}};
}

constexpr const char* kWholeProc =
    "the kernel lets a jail mount a proc of its own only where a whole one is seen";

Advice advice_on_mounts(const std::string& covers) {
  const std::string what = "what is mounted over " + covers;
  return {"/proc",
          "something is mounted over " + covers,
          kWholeProc,
          {{kPodman, "leave out " + what},
           {kDocker, "leave out " + what},
           {kCompose, "volumes: without " + what},
           {kKubernetes, "volumeMounts: without " + what},
           {kSystemd, "leave out " + what},
           {kHost, "umount " + what}}};
}

Advice advice_on_proc(const std::string& covers) {
  return {"/proc",
          covers,
          kWholeProc,
          {{kPodman, "--security-opt unmask=ALL"},
           {kDocker, "--security-opt systempaths=unconfined"},
           {kCompose, "security_opt: [systempaths=unconfined]"},
           {kKubernetes, "procMount: Unmasked, with hostUsers: false"},
           {kSystemd,
            "ProtectKernelTunables=no, ProtectKernelLogs=no, ProtectProc=default, ProcSubset=all"},
           {kHost, "umount these"}}};
}

Advice advice_on_processes(const std::string& found) {
  const bool by_ulimit = found.find("ulimit") != std::string::npos;
  Advice advice{"processes", found, "a slot takes some twenty; what runs in it more", {}};
  if (by_ulimit)
    advice.remedies = {{kPodman, "--ulimit nproc=4096:4096"},
                       {kDocker, "--ulimit nproc=4096:4096"},
                       {kCompose, "ulimits: {nproc: 4096}"},
                       {kSystemd, "LimitNPROC=infinity"},
                       {kHost, "ulimit -u 4096"}};
  else
    advice.remedies = {{kPodman, "--pids-limit 4096"},
                       {kDocker, "--pids-limit 4096"},
                       {kCompose, "pids_limit: 4096"},
                       {kKubernetes, "podPidsLimit: 4096 in the kubelet's configuration"},
                       {kSystemd, "TasksMax=infinity"},
                       {kHost, "write max to that file, or start it in another cgroup"}};
  return advice;
}

Advice advice_on_capabilities(const std::string& missing) {
  std::string options;
  std::string list;
  for (std::size_t at = 0; at < missing.size();) {
    const auto end = std::min(missing.find(", ", at), missing.size());
    const std::string name = missing.substr(at, end - at);
    options += (options.empty() ? "--cap-add " : " --cap-add ") + name;
    list += (list.empty() ? "" : ", ") + name;
    at = end + 2;
  }
  std::string bounding;
  for (std::size_t at = 0; at < missing.size();) {
    const auto end = std::min(missing.find(", ", at), missing.size());
    bounding += (bounding.empty() ? "CAP_" : " CAP_") + missing.substr(at, end - at);
    at = end + 2;
  }
  return {"capabilities",
          "this is root without " + missing,
          "as root each slot gets ids of its own, and groups that belong to them",
          {{kPodman, options},
           {kDocker, options},
           {kCompose, "cap_add: [" + list + "]"},
           {kKubernetes, "capabilities: {add: [" + list + "]}"},
           {kSystemd, "CapabilityBoundingSet=" + bounding + ", or User= and Delegate=yes"},
           {kHost, "start it without dropping them"}}};
}

Advice advice_on_locks(const std::string& found) {
  const bool is_root = ::geteuid() == 0;
  const std::string place = is_root ? "/run" : "/tmp";
  return {"locks",
          found,
          "by them the workers of a host share its cores",
          {{kPodman, "--tmpfs " + place},
           {kDocker, "--tmpfs " + place},
           {kCompose, "tmpfs: [" + place + "]"},
           {kKubernetes, "volumes: emptyDir: {medium: Memory}, with mountPath: " + place},
           {kSystemd,
            is_root ? "RuntimeDirectory=assize, RuntimeDirectoryPreserve=yes" : "PrivateTmp=yes"},
           {kHost, "mount -t tmpfs tmpfs " + place}}};
}

// What a container shares with its host can be changed there only.
std::vector<Remedy> on_host(const std::string& command) {
  std::vector<Remedy> remedies;
  for (const char* place : {kPodman, kDocker, kCompose, kKubernetes})
    remedies.push_back({place, "on the host: " + command});
  remedies.push_back({kHost, command});
  return remedies;
}

Advice advice_on_namespaces(const std::string& found, std::vector<Remedy> remedies) {
  return {"user namespaces", found, "there is no jail without them", std::move(remedies)};
}

bool is_for_containers(const Remedy& remedy) {
  return remedy.place != kSystemd && remedy.place != kHost;
}

}  // namespace

Advice advice_on(const Obstacle& obstacle) {
  const std::string& found = obstacle.found;
  switch (obstacle.kind) {
    case ObstacleKind::processes:
      return advice_on_processes(found);
    case ObstacleKind::filter:
      return advice_on_filter(found);
    case ObstacleKind::capabilities:
      return advice_on_capabilities(found);
    case ObstacleKind::covered_proc:
      return advice_on_proc(found);
    case ObstacleKind::ids:
      return {"ids",
              found,
              "as root each slot gets ids of its own",
              {{kPodman, "--uidmap 0:100000:65536 --gidmap 0:100000:65536"},
               {kDocker, "without a map of its own, or with one of 65536 ids (userns-remap)"},
               {kKubernetes, "hostUsers: false, or true"},
               {kHost, "map 65536 ids (newuidmap), or start it as an ordinary user"}}};
    case ObstacleKind::mount_over_proc:
      return advice_on_mounts(found);
    case ObstacleKind::locks:
      return advice_on_locks(found);
    case ObstacleKind::namespace_limit:
      return advice_on_namespaces(found, on_host("sysctl -w user.max_user_namespaces=15000"));
    case ObstacleKind::namespace_sysctl:
      return advice_on_namespaces(found, on_host("sysctl -w kernel.unprivileged_userns_clone=1"));
    case ObstacleKind::app_armor:
      return advice_on_namespaces(
          found, on_host("sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"));
    case ObstacleKind::change_root:
      return advice_on_namespaces(
          found, {{kHost,
                   "change the root by pivot_root(2) in a mount namespace, as containers do "
                   "(tests/hosts/run shows it)"}});
    case ObstacleKind::namespaces:
      break;
  }
  return advice_on_namespaces(found, {});
}

std::vector<Remedy> cgroup_remedies() {
  if (::geteuid() == 0) return {};
  return {{kPodman, "--user 0"},
          {kDocker, "--user 0"},
          {kCompose, "user: \"0\""},
          {kKubernetes, "runAsUser: 0"}};
}

std::vector<Remedy> that_fit_here(std::vector<Remedy> remedies) {
  const bool in_container = is_in_container();
  std::erase_if(remedies,
                [&](const Remedy& remedy) { return is_for_containers(remedy) != in_container; });
  return remedies;
}

}  // namespace assize
