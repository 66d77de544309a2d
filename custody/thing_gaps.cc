// SPDX-License-Identifier: Apache-2.0
#include "custody/thing_gaps.h"

#include <algorithm>

namespace custody {

using core::json::Value;

void ThingWalk::add(const char* class_name, const Mark& from, const MaybeMark& to, BothWords words,
                    std::vector<std::uint64_t> more) {
  Gap gap{class_name,         thing_, from.time, std::nullopt, {from.number}, std::move(words.en),
          std::move(words.ja)};
  gap.entries.insert(gap.entries.end(), more.begin(), more.end());
  if (to) {
    gap.to = to->time;
    gap.entries.push_back(to->number);
  }
  out_.push_back(std::move(gap));
}

void ThingWalk::step(const Entry& entry) {
  if (disposed_) {
    return;
  }
  if (set_aside_.contains(entry.number)) {
    contend(entry);
    return;
  }
  const std::string& type = entry.type;
  if (type == "thing_registered") {
    hold(entry, entry.body().find("holder"));
  } else if (type == "released") {
    released_ = mark(entry);
    look_at_seal(entry);
  } else if (type == "received" || type == "refused" || type == "release_withdrawn") {
    end_release(entry);
  } else if (type.starts_with("transferred")) {
    receive(entry);
  } else if (type == "moved") {
    handed_over_.reset();
    place_ = mark(entry);
  } else if (type == "seal_applied") {
    ++seals_;
    sealed_ = seen_intact_ = mark(entry);
    broken_.reset();
  } else if (type == "seal_broken") {
    break_seal();
    broken_ = seals_ == 0 ? MaybeMark(mark(entry)) : std::nullopt;
  } else if (type == "conflict_resolved") {
    settle(entry);
  } else if (type == "disposal_carried_out") {
    end_all(mark(entry));
    disposed_ = true;
    holder_.clear();
  } else {
    return;  // changes nothing of custody
  }
  custody_ = mark(entry);
}

/// Whoever is outside signs no entry, so a receipt is what makes them accountable.
void ThingWalk::hold(const Entry& entry, const Value* holder) {
  end_outside(mark(entry));
  end_holding(mark(entry));
  holder_ = holder == nullptr ? "" : holder->text_of("key").value_or("");
  held_since_ = entry.time;
  if (holder_.empty() && entry.body().find("receipt") == nullptr) {
    outside_ = mark(entry);
  }
}

void ThingWalk::receive(const Entry& entry) {
  const bool to_outside = entry.type == "transferred_to_outside";
  std::string key = entry.body().text_of("to").value_or("");
  if (entry.type == "received") {
    const Value* answering = entry.body().at_path("answer.key");
    key = answering == nullptr || answering->string() == nullptr ? "" : *answering->string();
  }
  look_at_seal(entry);
  end_place(mark(entry));
  end_waiting(mark(entry));
  hold(entry, nullptr);
  if (!to_outside) {
    outside_.reset();
    holder_ = key;
    handed_over_ = mark(entry);
  }
}

void ThingWalk::end_release(const Entry& entry) {
  if (entry.type == "refused" && released_) {
    add("refused", *released_, mark(entry),
        {"the handover was refused; the one who released stayed accountable",
         "引渡しは拒否され、引渡者が引き続き責任を負った"});
    look_at_seal(entry);
  }
  released_.reset();
  if (entry.type == "received") {
    receive(entry);
  }
}

/// The stretch begins with the earlier of the two entries that contend.
void ThingWalk::contend(const Entry& entry) {
  if (!disputed_) {
    disputed_ = mark(entry);
    if (custody_ && custody_->time < entry.time) {
      disputed_->time = custody_->time;
    }
  }
}

void ThingWalk::settle(const Entry& entry) {
  if (disputed_) {
    add("disputed", *disputed_, mark(entry),
        {"custody went two ways on two devices, until two people settled it",
         "2台の装置で保管の記録が分かれ、2名が解決するまで確定しなかった"},
        custody_ ? std::vector{custody_->number} : std::vector<std::uint64_t>{});
    disputed_.reset();
  }
  released_.reset();
  hold(entry, entry.body().find("holder"));
}

void ThingWalk::look_at_seal(const Entry& entry) {
  const Value* said = entry.body().at_path(
      entry.type == "received" || entry.type == "refused" ? "answer.checks.seal" : "checks.seal");
  const std::string seal = said == nullptr || said->string() == nullptr ? "" : *said->string();
  if (seal == "intact") {
    const MaybeMark& broken = found_broken_ ? found_broken_ : broken_;
    if (broken) {
      add("seal contradicted", *broken, mark(entry),
          {"the seal was said to be intact after it was broken, and no entry says that it was sealed again",
           "封印が破られた後に異常なしとされたが、再び封印したことを示す項番がない"});
    } else if (seals_ > 0) {
      seen_intact_ = mark(entry);
    }
  } else if ((seal == "broken" && !broken_) || (seal == "none" && seals_ > 0)) {
    if (!found_broken_) {
      found_broken_ = mark(entry);
      found_ = seal == "none" ? BothWords{"a sealed thing was said to have no seal",
                                          "封印済みの物件について、封印がないとされた"}
                              : BothWords{"the seal was found broken", "封印が破られているのが発見された"};
      found_.en +=
          seals_ == 0 ? ", and no entry says that it was sealed" : ", and no entry says who broke it";
      found_.ja += seals_ == 0 ? "。封印したことを示す項番はない" : "。封印を破った者を示す項番はない";
    }
  }
}

/// An entry that a seal was broken explains what was found before it.
void ThingWalk::break_seal() {
  seals_ -= std::min<std::size_t>(seals_, 1);
  found_broken_.reset();
}

void ThingWalk::end_place(const MaybeMark& to) {
  if (!handed_over_) {
    return;
  }
  const BothWords since = to ? BothWords{"it was handed over again before anybody recorded where it was kept",
                                         "保管場所が記録されないまま、再び引き渡された"}
                             : BothWords{"nobody recorded where it has been kept since it was handed over",
                                         "引渡し以降の保管場所が記録されていない"};
  if (place_) {
    add("stale place", *place_, to,
        {since.en + "; the place on record is from before that",
         since.ja + "。記録上の場所はそれより前のものである"},
        {handed_over_->number});
    out_.back().from = handed_over_->time;
  } else {
    add("no place", *handed_over_, to, since);
  }
  handed_over_.reset();
}

void ThingWalk::end_waiting(const MaybeMark& to) {
  if (released_) {
    add("waiting", *released_, to,
        {"it was released and nobody answered; the one who released it stayed accountable",
         "引渡しの後に受領の回答がなく、引渡者が引き続き責任を負った"});
    released_.reset();
  }
}

void ThingWalk::end_outside(const MaybeMark& to) {
  if (outside_) {
    add("no receipt", *outside_, to,
        {"it is held outside and no receipt says by whom",
         "外部で保管されているが、保管者を示す受領証がない"});
    outside_.reset();
  }
}

/// What its holder's key signs no longer counts, so nobody can be asked for the thing.
void ThingWalk::end_holding(const MaybeMark& to) {
  const auto ended = ended_keys_.find(holder_);
  if (ended == ended_keys_.end()) {
    return;
  }
  Mark from = ended->second;
  from.time = std::max(from.time, held_since_);
  if (!to || from.time < to->time) {
    add("holder ended", from, to,
        {"the key of the one who held it was ended, and nobody had taken it over",
         "保管者の鍵が失効し、引き継いだ者がいない"});
  }
}

void ThingWalk::end_all(const MaybeMark& to) {
  end_waiting(to);
  if (disputed_) {
    add("disputed", *disputed_, to,
        {"custody went two ways on two devices, and nobody has settled which holds",
         "2台の装置で保管の記録が分かれ、いずれを有効とするか解決されていない"},
        custody_ ? std::vector{custody_->number} : std::vector<std::uint64_t>{});
  }
  end_outside(to);
  end_holding(to);
  end_place(to);
  if (found_broken_) {
    const Mark from = seen_intact_ && seals_ > 0 ? *seen_intact_ : *found_broken_;
    add("seal broken", from, found_broken_, found_);
    if (from.number == found_broken_->number) {
      out_.back().entries.pop_back();
    }
  }
}

Gaps ThingWalk::finish() {
  if (!disposed_) {
    end_all(std::nullopt);
  }
  return std::move(out_);
}

}  // namespace custody
