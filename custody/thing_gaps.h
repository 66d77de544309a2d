// SPDX-License-Identifier: Apache-2.0
// The walk over one thing's history that finds its gaps (custody/gaps.h), entry by entry.
#pragma once

#include <map>
#include <set>

#include "custody/entry.h"
#include "custody/gaps.h"

namespace custody {

/// An entry as a point in time.
struct Mark {
  std::uint64_t number = 0;
  core::UtcTime time;
};

class ThingWalk {
 public:
  /// `set_aside`: the entries that contend with one their author had not seen. `ended_keys`: key names, and the entry that
  /// ended each without another key in its place. Both must outlive the walk.
  ThingWalk(std::string thing, const std::set<std::uint64_t>& set_aside,
            const std::map<std::string, Mark>& ended_keys)
      : thing_(std::move(thing)), set_aside_(set_aside), ended_keys_(ended_keys) {}

  /// The next entry about the thing.
  void step(const Entry& entry);
  /// The gaps, those that last included.
  Gaps finish();

 private:
  using MaybeMark = std::optional<Mark>;

  static Mark mark(const Entry& entry) { return {entry.number, entry.time}; }
  void add(const char* class_name, const Mark& from, const MaybeMark& to, BothWords words,
           std::vector<std::uint64_t> more = {});
  void hold(const Entry& entry, const core::json::Value* holder);
  void receive(const Entry& entry);
  void contend(const Entry& entry);
  void settle(const Entry& entry);
  void end_release(const Entry& entry);
  void look_at_seal(const Entry& entry);
  void break_seal();
  void end_holding(const MaybeMark& to);
  void end_place(const MaybeMark& to);
  void end_waiting(const MaybeMark& to);
  void end_outside(const MaybeMark& to);
  void end_all(const MaybeMark& to);

  std::string thing_;
  const std::set<std::uint64_t>& set_aside_;
  const std::map<std::string, Mark>& ended_keys_;
  Gaps out_;
  std::string holder_;
  core::UtcTime held_since_;
  bool disposed_ = false;
  MaybeMark released_, outside_, disputed_, custody_;  // custody_: the newest entry that counts for custody
  MaybeMark handed_over_, place_;                      // handed_over_: no place recorded since
  MaybeMark sealed_, seen_intact_, found_broken_, broken_;  // broken_: on record, and not sealed since
  BothWords found_;                                         // what was said of the seal found broken
  std::size_t seals_ = 0;
};

}  // namespace custody
