// The stages of putting up a slot's jail, and of a run's launch and end: what is named where one of
// them fails.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/errors.h"

namespace assize {

enum class LaunchStage : std::uint8_t {
  // the slot: its processes and namespaces
  understand_setup,
  refuse_weakened_jail,
  pipe,
  make_slot_namespaces,
  deny_setgroups,
  map_keepers_groups,
  map_keepers_ids,
  put_keeper_into_its_cgroup,
  enable_memory_and_pids_controllers,
  release_keeper,
  drop_groups,
  become_keeper,
  parent_death_signal,
  own_proc_files,
  pin_slot_to_cpu,
  host_name,
  fork_for_maps,
  make_runs_user_namespace,
  deny_setgroups_to_runs,
  map_runs_group,
  map_runs_id,
  map_runs_ids,
  bound_namespaces_of_slot,
  // its root
  make_mounts_private,
  look_at_directory_of_runtime,
  open_file_of_runtime,
  mount_root,
  make_directory_of_root,
  make_file_of_root,
  make_symbolic_link_of_root,
  mount_proc,
  copy_directory_of_runtime,
  attach_large_file_of_runtime,
  copy_file_of_runtime,
  make_mount_point,
  make_mount_read_only,
  attach_mount,
  show_host,
  make_writable_directory,
  mount_lasting_tmpfs,
  pivot_root,
  detach_host_root,
  enter_root,
  make_root_read_only,
  put_up_root,
  open_directory_of_root,
  // pipes
  mount_pipes,
  open_pipes_directory,
  show_pipes,
  show_pipes_read_only,
  detach_pipes,
  make_fifo,
  unlink_fifo,
  open_fifo,
  pipe_mode,
  pipe_flags,
  // fork servers
  fork_server_socket,
  fork_fork_server,
  pidfd_of_fork_server,
  start_template,
  start_fork_server,
  fetch_listener,
  // a run is prepared
  socketpair,
  clone_run_init,
  write_setgroups,
  write_gid_map,
  write_uid_map,
  prepare_run_in_time,
  prepare_run_init_died,
  barrier,
  oom_score,
  mount_proc_of_run,
  landlock_rules,
  make_cgroup,
  open_cgroup,
  enter_cgroup,
  cgroup_namespace,
  socket_to_main,
  pidfd_of_init,
  copy_main,
  pidfd_of_main,
  undumpable_init,
  join_init,
  join_cgroup_namespace,
  new_session,
  ids_and_capabilities,
  tell_init,
  // it is started
  understand_run,
  run_without_template,
  set_memory_max,
  set_memory_swap_max,
  set_memory_oom_group,
  set_memory_limit,
  set_memory_and_swap_limit,
  set_pids_max,
  hand_run_to_init,
  receive_run,
  mount_tmp,
  mount_box,
  enter_box,
  mount_fixed_folder,
  write_submission,
  close_fixed_folder,
  set_file_times,
  make_directory_of_results,
  open_directory_of_results,
  start_main,
  init_capabilities,
  rlimits,
  landlock,
  standard_streams,
  tell_keeper,
  own_descriptors,
  no_descriptors_but_three,
  hand_over_code,
  exec_runtime,
  start_process_died,
  start_run_in_time,
  // it is watched, and ended
  hold_output,
  memfd,
  keep_init_alive,
  end_run,
  end_run_in_time,
  end_run_processes_in_time,
  // the last one: what no stage has foreseen (an exception of the standard library, a text that
  // isn't in the table)
  unexpected
};

// For operators and logs, as in "(stage mount the root)". That of `unexpected` is empty.
std::string_view name(LaunchStage stage);
std::optional<LaunchStage> launch_stage(std::string_view name);

// A stage that failed: on the keeper's side it becomes a LaunchFailure.
class LaunchError : public JudgeError {
 public:
  LaunchError(LaunchStage stage, int error, const std::string& what)
      : JudgeError(std::string(name(stage)), error, what), stage_(stage) {}
  LaunchStage launch_stage() const { return stage_; }

 private:
  LaunchStage stage_;
};

}  // namespace assize
