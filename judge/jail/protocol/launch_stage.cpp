#include "judge/jail/protocol/launch_stage.h"

#include <algorithm>
#include <array>

namespace assize {

namespace {

struct Row {
  LaunchStage stage;
  std::string_view name;
};

constexpr std::array kRows{
    // the slot: its processes and namespaces
    Row{LaunchStage::understand_setup, "understand the slot's setup"},
    Row{LaunchStage::refuse_weakened_jail, "refuse a weakened jail"},
    Row{LaunchStage::pipe, "pipe"},
    Row{LaunchStage::make_slot_namespaces, "make the slot's namespaces"},
    Row{LaunchStage::deny_setgroups, "deny setgroups"},
    Row{LaunchStage::map_keepers_groups, "map the keeper's groups"},
    Row{LaunchStage::map_keepers_ids, "map the keeper's ids"},
    Row{LaunchStage::put_keeper_into_its_cgroup, "put the keeper into its cgroup"},
    Row{LaunchStage::enable_memory_and_pids_controllers, "enable the memory and pids controllers"},
    Row{LaunchStage::release_keeper, "release the keeper"},
    Row{LaunchStage::drop_groups, "drop groups"},
    Row{LaunchStage::become_keeper, "become the keeper"},
    Row{LaunchStage::parent_death_signal, "parent death signal"},
    Row{LaunchStage::own_proc_files, "own proc files"},
    Row{LaunchStage::pin_slot_to_cpu, "pin the slot to a CPU"},
    Row{LaunchStage::host_name, "host name"},
    Row{LaunchStage::fork_for_maps, "fork for the maps"},
    Row{LaunchStage::make_runs_user_namespace, "make the runs' user namespace"},
    Row{LaunchStage::deny_setgroups_to_runs, "deny setgroups to runs"},
    Row{LaunchStage::map_runs_group, "map the runs' group"},
    Row{LaunchStage::map_runs_id, "map the runs' id"},
    Row{LaunchStage::map_runs_ids, "map the runs' ids"},
    Row{LaunchStage::bound_namespaces_of_slot, "bound the namespaces of a slot"},
    // its root
    Row{LaunchStage::make_mounts_private, "make mounts private"},
    Row{LaunchStage::look_at_directory_of_runtime, "look at a directory of the runtime"},
    Row{LaunchStage::open_file_of_runtime, "open a file of the runtime"},
    Row{LaunchStage::mount_root, "mount the root"},
    Row{LaunchStage::make_directory_of_root, "make a directory of the root"},
    Row{LaunchStage::make_file_of_root, "make a file of the root"},
    Row{LaunchStage::make_symbolic_link_of_root, "make a symbolic link of the root"},
    Row{LaunchStage::mount_proc, "mount proc"},
    Row{LaunchStage::copy_directory_of_runtime, "copy a directory of the runtime"},
    Row{LaunchStage::attach_large_file_of_runtime, "attach a large file of the runtime"},
    Row{LaunchStage::copy_file_of_runtime, "copy a file of the runtime"},
    Row{LaunchStage::make_mount_point, "make a mount point"},
    Row{LaunchStage::make_mount_read_only, "make a mount read-only"},
    Row{LaunchStage::attach_mount, "attach a mount"},
    Row{LaunchStage::show_host, "show the host (test build)"},
    Row{LaunchStage::make_writable_directory, "make a writable directory (test build)"},
    Row{LaunchStage::mount_lasting_tmpfs, "mount a lasting tmpfs (test build)"},
    Row{LaunchStage::pivot_root, "pivot_root"},
    Row{LaunchStage::detach_host_root, "detach the host's root"},
    Row{LaunchStage::enter_root, "enter the root"},
    Row{LaunchStage::make_root_read_only, "make the root read-only"},
    Row{LaunchStage::put_up_root, "put up the root"},
    Row{LaunchStage::open_directory_of_root, "open a directory of the root"},
    // pipes
    Row{LaunchStage::mount_pipes, "mount the pipes"},
    Row{LaunchStage::open_pipes_directory, "open the pipes' directory"},
    Row{LaunchStage::show_pipes, "show the pipes"},
    Row{LaunchStage::show_pipes_read_only, "show the pipes read-only"},
    Row{LaunchStage::detach_pipes, "detach the pipes"},
    Row{LaunchStage::make_fifo, "make a FIFO"},
    Row{LaunchStage::unlink_fifo, "unlink a FIFO"},
    Row{LaunchStage::open_fifo, "open a FIFO"},
    Row{LaunchStage::pipe_mode, "pipe mode"},
    Row{LaunchStage::pipe_flags, "pipe flags"},
    // fork servers
    Row{LaunchStage::fork_server_socket, "fork server's socket"},
    Row{LaunchStage::fork_fork_server, "fork a fork server"},
    Row{LaunchStage::pidfd_of_fork_server, "pidfd of a fork server"},
    Row{LaunchStage::start_template, "start the template"},
    Row{LaunchStage::start_fork_server, "start the fork server"},
    Row{LaunchStage::fetch_listener, "fetch the listener"},
    // a run is prepared
    Row{LaunchStage::socketpair, "socketpair"},
    Row{LaunchStage::clone_run_init, "clone the run's init"},
    Row{LaunchStage::write_setgroups, "write setgroups"},
    Row{LaunchStage::write_gid_map, "write gid_map"},
    Row{LaunchStage::write_uid_map, "write uid_map"},
    Row{LaunchStage::prepare_run_in_time, "prepare a run in time"},
    Row{LaunchStage::prepare_run_init_died, "prepare a run (its init died)"},
    Row{LaunchStage::barrier, "barrier"},
    Row{LaunchStage::oom_score, "oom_score_adj"},
    Row{LaunchStage::mount_proc_of_run, "mount the run's proc"},
    Row{LaunchStage::landlock_rules, "landlock rules"},
    Row{LaunchStage::make_cgroup, "make cgroup"},
    Row{LaunchStage::open_cgroup, "open cgroup"},
    Row{LaunchStage::enter_cgroup, "enter the cgroup"},
    Row{LaunchStage::cgroup_namespace, "cgroup namespace"},
    Row{LaunchStage::socket_to_main, "socket to main"},
    Row{LaunchStage::pidfd_of_init, "pidfd of init"},
    Row{LaunchStage::copy_main, "have main made by the fork server"},
    Row{LaunchStage::pidfd_of_main, "pidfd of main"},
    Row{LaunchStage::undumpable_init, "undumpable init"},
    Row{LaunchStage::join_init, "join init"},
    Row{LaunchStage::join_cgroup_namespace, "join the cgroup namespace"},
    Row{LaunchStage::new_session, "new session"},
    Row{LaunchStage::ids_and_capabilities, "ids and capabilities"},
    Row{LaunchStage::tell_init, "tell init"},
    // it is started
    Row{LaunchStage::understand_run, "understand the run"},
    Row{LaunchStage::run_without_template, "run without a template"},
    Row{LaunchStage::set_memory_max, "set memory.max"},
    Row{LaunchStage::set_memory_swap_max, "set memory.swap.max"},
    Row{LaunchStage::set_memory_oom_group, "set memory.oom.group"},
    Row{LaunchStage::set_memory_limit, "set memory.limit_in_bytes"},
    Row{LaunchStage::set_memory_and_swap_limit, "set memory.memsw.limit_in_bytes"},
    Row{LaunchStage::set_pids_max, "set pids.max"},
    Row{LaunchStage::hand_run_to_init, "hand the run to init"},
    Row{LaunchStage::receive_run, "receive the run"},
    Row{LaunchStage::mount_tmp, "mount /tmp"},
    Row{LaunchStage::mount_box, "mount /box"},
    Row{LaunchStage::enter_box, "enter /box"},
    Row{LaunchStage::mount_fixed_folder, "mount the fixed folder"},
    Row{LaunchStage::write_submission, "write the submission"},
    Row{LaunchStage::close_fixed_folder, "close the fixed folder"},
    Row{LaunchStage::set_file_times, "set file times"},
    Row{LaunchStage::make_directory_of_results, "make the directory of results"},
    Row{LaunchStage::open_directory_of_results, "open the directory of results"},
    Row{LaunchStage::start_main, "start main"},
    Row{LaunchStage::init_capabilities, "init's capabilities"},
    Row{LaunchStage::rlimits, "rlimits"},
    Row{LaunchStage::landlock, "landlock"},
    Row{LaunchStage::standard_streams, "standard streams"},
    Row{LaunchStage::tell_keeper, "tell the keeper"},
    Row{LaunchStage::own_descriptors, "own descriptors"},
    Row{LaunchStage::no_descriptors_but_three, "no descriptors but three"},
    Row{LaunchStage::hand_over_code, "hand over the code"},
    Row{LaunchStage::exec_runtime, "exec the runtime"},
    Row{LaunchStage::start_process_died, "start (the process died)"},
    Row{LaunchStage::start_run_in_time, "start a run in time"},
    // it is watched, and ended
    Row{LaunchStage::hold_output, "hold output"},
    Row{LaunchStage::memfd, "memfd"},
    Row{LaunchStage::keep_init_alive, "keep the run's init alive (it was killed)"},
    Row{LaunchStage::end_run, "end the run"},
    Row{LaunchStage::end_run_in_time, "end a run in time"},
    Row{LaunchStage::end_run_processes_in_time, "end the run's processes in time"},
    Row{LaunchStage::unexpected, ""},
};

// The table is indexed by the stage: a stage without a row doesn't compile.
constexpr bool is_complete() {
  for (std::size_t i = 0; i < kRows.size(); ++i)
    if (kRows[i].stage != static_cast<LaunchStage>(i)) return false;
  return kRows.size() == static_cast<std::size_t>(LaunchStage::unexpected) + 1;
}
static_assert(is_complete());

}  // namespace

std::string_view name(LaunchStage stage) {
  const auto index = static_cast<std::size_t>(stage);
  return index < kRows.size() ? kRows[index].name : std::string_view{};
}

std::optional<LaunchStage> launch_stage(std::string_view name) {
  const auto* found =
      std::find_if(kRows.begin(), kRows.end(), [&](const Row& row) { return row.name == name; });
  if (name.empty() || found == kRows.end()) return std::nullopt;
  return found->stage;
}

}  // namespace assize
