// SPDX-License-Identifier: Apache-2.0
#include "custody/gaps.h"

#include <algorithm>
#include <map>

#include "custody/clock_gaps.h"
#include "custody/recheck.h"
#include "custody/thing_gaps.h"

namespace custody {

namespace {

class GapSearch {
 public:
  GapSearch(const Ledger& ledger, const GapsAsked& asked)
      : ledger_(ledger), asked_(asked), ended_keys_(ended_keys()) {
    for (const Checkpoint& head : ledger.checkpoints()) {
      sizes_.push_back(head.size);
    }
  }

  Gaps run() {
    for (const auto& [id, row] : ledger_.store().list("thing", "")) {
      look_at_thing(id);
    }
    for (const auto& [id, row] : ledger_.store().list("image", "")) {
      look_at_acquisitions(id);
      look_at_checks(id);
    }
    std::stable_sort(out_.begin(), out_.end(), [](const Gap& a, const Gap& b) {
      return a.item != b.item ? a.item < b.item : a.from < b.from;
    });
    return std::move(out_);
  }

 private:
  /// Kept, because a handover of many things is met once for each.
  const Entry& entry(std::uint64_t number) {
    const auto found = entries_.find(number);
    return found != entries_.end() ? found->second
                                   : entries_.emplace(number, ledger_.entry(number)).first->second;
  }
  bool counts(const Entry& entry) const { return !asked_.leave_later || entry.time <= asked_.now; }

  std::map<std::string, Mark> ended_keys() {
    std::map<std::string, Mark> out;
    const auto keys = ledger_.store().list("key", "");
    for (const auto& [name, row] : keys) {
      const auto number = row.integer_of("revoked");
      const bool replaced = std::any_of(keys.begin(), keys.end(), [&key = name](const auto& other) {
        return other.second.text_of("replaces") == key;
      });
      if (number && !replaced) {
        const Entry& ending = entry(static_cast<std::uint64_t>(*number));
        if (counts(ending)) {
          out[name] = {ending.number, ending.time};
        }
      }
    }
    return out;
  }

  std::set<std::uint64_t> set_aside(const std::string& thing) const {
    std::set<std::uint64_t> out;
    for (const auto& [id, row] : ledger_.store().list("fork", thing + "/")) {
      out.insert(static_cast<std::uint64_t>(row.integer_of("entry").value_or(0)));
    }
    return out;
  }

  void look_at_thing(const std::string& id) {
    const std::set<std::uint64_t> aside = set_aside(id);
    ThingWalk walk(id, aside, ended_keys_);
    std::optional<core::UtcTime> released;
    for (const std::uint64_t number : ledger_.entries_about(id)) {
      const Entry& step = entry(number);
      if (!counts(step)) {
        continue;
      }
      walk.step(step);
      look_at_clock(id, step, released);
      released = step.type == "released" ? std::optional(step.time) : released;
    }
    Gaps found = walk.finish();
    out_.insert(out_.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  }

  void look_at_clock(const std::string& id, const Entry& step, const std::optional<core::UtcTime>& released) {
    if (!is_handover(step)) {
      return;
    }
    if (step.seq > 0) {
      look_between(id, entry(step.number - 1), step);
    }
    const std::uint64_t log = log_index_of(step.number);
    if (log < sizes_.size() && step.seq + 1 < sizes_[log] && counts(entry(step.number + 1))) {
      look_between(id, step, entry(step.number + 1));
    }
    const auto fault = released ? answer_time_fault(step, *released) : std::nullopt;
    if (fault) {
      out_.push_back({"clock", id, *released, step.time, {step.number}, fault->en, fault->ja});
    }
  }

  void look_between(const std::string& id, const Entry& before, const Entry& after) {
    const auto fault = clock_fault(before, after);
    const bool known = std::any_of(out_.begin(), out_.end(), [&](const Gap& gap) {
      return gap.class_name == "clock" && gap.item == id &&
             gap.entries == std::vector<std::uint64_t>{before.number, after.number};
    });
    if (fault && !known) {
      out_.push_back({"clock",
                      id,
                      std::min(before.time, after.time),
                      std::max(before.time, after.time),
                      {before.number, after.number},
                      fault->en + ", beside a handover",
                      fault->ja + "（引渡しの前後）"});
    }
  }

  void look_at_acquisitions(const std::string& image) {
    std::optional<Mark> started;
    for (const std::uint64_t number : ledger_.entries_about(image)) {
      const Entry& step = entry(number);
      if (!counts(step)) {
        continue;
      }
      if (step.type == "acquisition_started") {
        started = Mark{number, step.time};
      } else if (step.type == "acquisition_finished" || step.type == "acquisition_failed") {
        started.reset();
      }
    }
    if (started) {
      out_.push_back({"not ended",
                      image,
                      started->time,
                      std::nullopt,
                      {started->number},
                      "an acquisition was started and no entry says that it finished or failed",
                      "取得が開始されたが、その完了又は失敗を示す項番がない"});
    }
  }

  /// When the image was disposed of; nullopt while it is there.
  std::optional<core::UtcTime> end_of(const std::string& image) {
    const auto row = ledger_.store().get("image", image);
    const auto number = row ? row->integer_of("disposed") : std::nullopt;
    if (!number || !counts(entry(static_cast<std::uint64_t>(*number)))) {
      return std::nullopt;
    }
    return entry(static_cast<std::uint64_t>(*number)).time;
  }

  void look_at_checks(const std::string& image) {
    const RecheckInterval interval = recheck_interval(ledger_.store());
    auto checks = checks_of(ledger_, image);
    std::erase_if(checks, [&](const ImageCheck& check) { return !counts(entry(check.entry)); });
    const auto end = end_of(image);
    for (std::size_t i = 0; i < checks.size(); ++i) {
      const core::UtcTime due = interval.after(checks[i].time);
      const bool last = i + 1 == checks.size();
      const core::UtcTime next = !last ? checks[i + 1].time : end.value_or(asked_.now);
      if (due < next) {
        out_.push_back(
            {"not compared again",
             image,
             due,
             last && !end ? std::nullopt : std::optional(next),
             {checks[i].entry},
             "nobody read the image and compared its digests for more than " + std::to_string(interval.days) +
                 " days",
             std::to_string(interval.days) + "日を超えて、イメージを読み取りハッシュ値を照合した者がいない"});
        if (!last) {
          out_.back().entries.push_back(checks[i + 1].entry);
        }
      }
    }
  }

  const Ledger& ledger_;
  const GapsAsked& asked_;
  std::map<std::uint64_t, Entry> entries_;
  std::map<std::string, Mark> ended_keys_;
  std::vector<std::uint64_t> sizes_;
  Gaps out_;
};

}  // namespace

Gaps find_gaps(const Ledger& ledger, const GapsAsked& asked) { return GapSearch(ledger, asked).run(); }

bool is_of_holding(const Gap& gap) {
  const std::vector<std::string> classes = {"waiting", "refused", "no receipt", "disputed", "holder ended"};
  return std::find(classes.begin(), classes.end(), gap.class_name) != classes.end();
}

}  // namespace custody
