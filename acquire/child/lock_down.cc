// SPDX-License-Identifier: Apache-2.0
#include "acquire/child/lock_down.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>

#include "core/durable_file.h"
#include "core/error.h"

namespace acquire {
namespace {

#if defined(__has_feature)  // how clang tells; GCC defines macros
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define EXHIBIT_SANITISED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(EXHIBIT_SANITISED)
constexpr bool kSanitised = true;
#else
constexpr bool kSanitised = false;
#endif

// libewf keeps every segment open; its own limit on that is broken in 20140813.
constexpr rlim_t kOtherDescriptors = 64;

void limit(int resource, rlim_t value) {
  const rlimit both{value, value};
  if (::setrlimit(static_cast<__rlimit_resource_t>(resource), &both) != 0) {
    core::fail("cannot limit the image reader: " + std::generic_category().message(errno));
  }
}

rlim_t descriptor_limit(std::size_t files) {
  rlimit now{};
  const rlim_t wanted = files + kOtherDescriptors;
  return ::getrlimit(RLIMIT_NOFILE, &now) == 0 ? std::min(wanted, now.rlim_max) : wanted;
}

void set_limits(std::size_t files, std::uint64_t memory) {
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_NOFILE, descriptor_limit(files));
  if (!kSanitised) {
    limit(RLIMIT_AS, memory);
  }
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    core::fail("cannot give up privileges of the image reader: " + std::generic_category().message(errno));
  }
}

/// All rights over files that the running kernel knows how to withhold.
std::uint64_t handled_rights(long version) {
  constexpr unsigned kRightsOfVersion1 = 13;
  const unsigned rights = version >= 5 ? 16U : version >= 3 ? 15U : version == 2 ? 14U : kRightsOfVersion1;
  return (std::uint64_t{1} << rights) - 1;
}

bool allow_reading(int ruleset, const core::Path& file) {
  const core::Fd fd(::open(file.c_str(), O_PATH | O_CLOEXEC));
  landlock_path_beneath_attr rule{};
  rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
  rule.parent_fd = fd.get();
  return fd.valid() && ::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
}

/// Best effort: kernels before 5.13 have no Landlock.
bool apply_landlock(const std::vector<core::Path>& readable) {
  const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) {
    return false;
  }
  // The first member alone is the structure of version 1, which later kernels still take.
  const std::uint64_t handled = handled_rights(version);
  const core::Fd ruleset(
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0)));
  if (!ruleset.valid()) {
    return false;
  }
  for (const core::Path& file : readable) {
    if (!allow_reading(ruleset.get(), file)) {
      return false;
    }
  }
  return ::syscall(SYS_landlock_restrict_self, ruleset.get(), 0) == 0;
}

/// What reading files, memory and threads need; every other call fails with EPERM.
constexpr int kAllowedCalls[] = {SCMP_SYS(read),
                                 SCMP_SYS(pread64),
                                 SCMP_SYS(readv),
                                 SCMP_SYS(write),
                                 SCMP_SYS(writev),
                                 SCMP_SYS(lseek),
                                 SCMP_SYS(close),
                                 SCMP_SYS(fstat),
                                 SCMP_SYS(stat),
                                 SCMP_SYS(lstat),
                                 SCMP_SYS(newfstatat),
                                 SCMP_SYS(statx),
                                 SCMP_SYS(access),
                                 SCMP_SYS(faccessat),
                                 SCMP_SYS(faccessat2),
                                 SCMP_SYS(readlink),
                                 SCMP_SYS(fadvise64),
                                 SCMP_SYS(munmap),
                                 SCMP_SYS(mremap),
                                 SCMP_SYS(brk),
                                 SCMP_SYS(madvise),
                                 SCMP_SYS(futex),
                                 SCMP_SYS(set_robust_list),
                                 SCMP_SYS(rseq),
                                 SCMP_SYS(rt_sigaction),
                                 SCMP_SYS(rt_sigprocmask),
                                 SCMP_SYS(rt_sigreturn),
                                 SCMP_SYS(sigaltstack),
                                 SCMP_SYS(exit),
                                 SCMP_SYS(exit_group),
                                 SCMP_SYS(getpid),
                                 SCMP_SYS(gettid),
                                 SCMP_SYS(tgkill),
                                 SCMP_SYS(sched_yield),
                                 SCMP_SYS(sched_getaffinity),
                                 SCMP_SYS(clock_gettime),
                                 SCMP_SYS(clock_nanosleep),
                                 SCMP_SYS(getrandom),
                                 SCMP_SYS(getrlimit),
                                 SCMP_SYS(restart_syscall)};

struct FilterFree {
  void operator()(void* filter) const { ::seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, FilterFree>;

bool add_conditional_rules(scmp_filter_ctx filter) {
  constexpr unsigned kWriting = O_ACCMODE | O_CREAT | O_TRUNC | O_TMPFILE | O_APPEND;
  constexpr unsigned kWithoutDirectory = kWriting & ~static_cast<unsigned>(O_DIRECTORY);
  constexpr unsigned kExecutable = 0x4;     // PROT_EXEC
  constexpr unsigned kThread = 0x00010000;  // CLONE_THREAD
  return ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, kWithoutDirectory, O_RDONLY)) == 0 &&
         ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), 1,
                            SCMP_A1(SCMP_CMP_MASKED_EQ, kWithoutDirectory, O_RDONLY)) == 0 &&
         ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, kExecutable, 0)) == 0 &&
         ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, kExecutable, 0)) == 0 &&
         ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, SCMP_A1(SCMP_CMP_EQ, F_GETFL)) == 0 &&
         ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, kThread, kThread)) == 0 &&
         // Its flags lie in memory and cannot be filtered; the C library then falls back to clone.
         ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

bool apply_seccomp() {
  const Filter filter(::seccomp_init(SCMP_ACT_ERRNO(EPERM)));
  if (!filter) {
    return false;
  }
  for (const int call : kAllowedCalls) {
    if (::seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0) != 0) {
      return false;
    }
  }
  return add_conditional_rules(filter.get()) && ::seccomp_load(filter.get()) == 0;
}

}  // namespace

std::vector<std::string> lock_down(const std::vector<core::Path>& readable, std::uint64_t memory) {
  std::vector<std::string> in_force;
  // Landlock first: its rules need descriptors that the filter no longer lets open.
  set_limits(readable.size(), memory);
  in_force.emplace_back("limits");
  if (!kSanitised && apply_landlock(readable)) {
    in_force.emplace_back("landlock");
  }
  if (!kSanitised && apply_seccomp()) {
    in_force.emplace_back("seccomp");
  }
  return in_force;
}

void limit_computing(std::uint64_t seconds) { limit(RLIMIT_CPU, seconds); }

}  // namespace acquire
