// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/identity.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "custody/commitment.h"
#include "custody/entry_number.h"
#include "legal/sharing/letters.h"

namespace legal {

using core::json::Value;
using K = IdentityKind;

namespace {

/// Members of entries that name somebody or something.
struct MemberKind {
  std::string_view member;
  K kind;
};
/// By member.
constexpr MemberKind kMembers[] = {{"account", K::account},
                                   {"addressed_to", K::organisation},
                                   {"agency", K::organisation},
                                   {"approved_by", K::person},
                                   {"author", K::person},
                                   {"authority", K::organisation},
                                   {"badge", K::mark},
                                   {"bag", K::mark},
                                   {"by", K::person},
                                   {"carrier", K::item},
                                   {"contact", K::person},
                                   {"custodian", K::person},
                                   {"custodians", K::person},
                                   {"decider", K::person},
                                   {"deliverer", K::person},
                                   {"destination", K::file},
                                   {"device", K::file},
                                   {"examiner", K::person},
                                   {"exhibit", K::mark},
                                   {"file", K::file},
                                   {"fingerprint", K::mark},
                                   {"firm", K::organisation},
                                   {"host", K::host},
                                   {"hostname", K::host},
                                   {"identifiers", K::address},
                                   {"image", K::item},
                                   {"image_of", K::item},
                                   {"issuer", K::organisation},
                                   {"item", K::item},
                                   {"mac", K::address},
                                   {"number", K::item},
                                   {"offered_by", K::person},
                                   {"operator", K::organisation},
                                   {"org", K::organisation},
                                   {"organisation", K::organisation},
                                   {"others_told", K::organisation},
                                   {"outside", K::person},
                                   {"owner", K::person},
                                   {"parent", K::item},
                                   {"party", K::organisation},
                                   {"path", K::file},
                                   {"place", K::place},
                                   {"poc", K::person},
                                   {"privilege_by", K::person},
                                   {"receiver", K::person},
                                   {"recipient", K::organisation},
                                   {"recipients", K::person},
                                   {"reference", K::mark},
                                   {"reporter", K::person},
                                   {"reviewer", K::person},
                                   {"root_exhibit", K::mark},
                                   {"seal", K::mark},
                                   {"serial", K::mark},
                                   {"source", K::organisation},
                                   {"systems", K::host},
                                   {"user", K::account},
                                   {"uuid", K::mark},
                                   {"victim", K::organisation},
                                   {"witness", K::person},
                                   {"wwn", K::mark}};

/// What the member of that name holds, wherever it stands in an entry; nullopt for what names nobody.
std::optional<K> kind_of(const std::string& member, const std::string& above, const std::string& type) {
  if (member == "name") {
    return above == "party" || type == "key_enrolled" || type == "key_rotated" ? std::optional(K::person)
           : type == "readiness_recorded" ? std::optional(K::organisation)
           : above == "attachments"       ? std::optional(K::file)
                                          : std::nullopt;
  }
  if ((member == "number" && type == "incident_opened") ||
      (member == "source" && above == "body" && type == "derived")) {
    return std::nullopt;
  }
  if (member == "from") {
    return above == "collected" ? std::optional(K::person) : std::nullopt;
  }
  const MemberKind* found =
      std::lower_bound(std::begin(kMembers), std::end(kMembers), member,
                       [](const MemberKind& each, const std::string& of) { return each.member < of; });
  return found == std::end(kMembers) || found->member != member ? std::nullopt : std::optional(found->kind);
}

bool is_key_name(const std::string& text) { return text.starts_with("exhibit.evidence/"); }

class Gathering {
 public:
  Gathering(const Records& records, const AnonymisationProfile& profile)
      : records_(records), ledger_(records.ledger()) {
    for (const std::string& word : profile.keep) {
      keep_.insert(squeezed_text(word));
    }
    for (const char* word : {"unknown", "not known", "not stated", "none", "n/a", "不明", "なし"}) {
      keep_.insert(squeezed_text(word));
    }
  }

  std::vector<Identity> all(const AnonymisationProfile& profile) {
    add_profile(profile);
    add(K::item, records_.view().number());
    const auto heads = ledger_.checkpoints();
    for (std::uint64_t log = 0; log < heads.size(); ++log) {
      for (std::uint64_t seq = 0; seq < heads[log].size; ++seq) {
        add_entry(custody::entry_number(log, seq));
      }
    }
    return std::move(out_);
  }

 private:
  void add_profile(const AnonymisationProfile& profile) {
    static const std::map<std::string, K> kinds = {
        {"person", K::person}, {"organisation", K::organisation}, {"host", K::host}, {"place", K::place}};
    for (const NamedIdentity& named : profile.identities) {
      out_.push_back({kinds.at(named.kind), named.names, named.shown});
      for (const std::string& name : named.names) {
        seen_.insert(squeezed_text(name));
      }
    }
    for (const std::string& word : profile.deny) {
      add(K::word, word);
    }
  }

  void add(K kind, const std::string& name) {
    const std::u32string plain = squeezed_text(name);
    if (plain.empty() || is_key_name(name) || keep_.count(plain) > 0 || !seen_.insert(plain).second) {
      return;
    }
    out_.push_back({kind, {name}, {}});
  }

  void add_entry(std::uint64_t number) {
    const custody::Entry& entry = records_.entry(number);
    for (const custody::About& about : entry.about) {
      add(K::item, about.id);
    }
    number_ = number;
    type_ = entry.type;
    walk(entry.body(), "body", "", "body");
    if (const Value* attachments = entry.object.find("attachments")) {
      walk(*attachments, "attachments", "", "attachments");
    }
  }

  /// `member` is the name of what `value` stands in, `above` of what that stands in.
  void walk(const Value& value, const std::string& member, const std::string& above,
            const std::string& path) {
    if (custody::commitment_in(value)) {
      if (const auto disclosed = records_.view().value(number_, path)) {
        take(*disclosed, member, above);
      }
    } else if (const auto* members = value.object()) {
      for (const auto& [name, inner] : *members) {
        walk(inner, name, member, path + "." + name);
      }
    } else if (const auto* list = value.array()) {
      for (std::size_t i = 0; i < list->size(); ++i) {
        walk((*list)[i], member, above, path + "." + std::to_string(i));
      }
    } else if (value.string() != nullptr) {
      take(value, member, above);
    }
  }

  /// A value in clear, or the content of a private entry.
  void take(const Value& value, const std::string& member, const std::string& above) {
    if (member == "content" && value.object() != nullptr) {
      const std::string outer = std::exchange(type_, value.text_of("type").value_or(""));
      for (const std::string& id : custody::texts_in(value, "about")) {
        add(K::item, id);
      }
      if (const Value* body = value.find("body")) {
        walk(*body, "body", "", "");
      }
      type_ = outer;
      return;
    }
    const auto kind =
        kind_of(member, above == "attachments" || member == "attachments" ? "attachments" : above, type_);
    if (!kind) {
      return;
    }
    for (const std::string& one : parts(*kind, report::readable(value))) {
      add(*kind, one);
    }
  }

  /// Several persons may stand in one text; of a path its last name counts too.
  static std::vector<std::string> parts(K kind, const std::string& text) {
    std::vector<std::string> out;
    if (kind == K::person) {
      std::string one;
      for (const char c : text + ";") {
        if (c != ';' && c != ',' && c != '*' && c != '\n') {
          one += c;
          continue;
        }
        const auto begin = one.find_first_not_of(' ');
        out.push_back(begin == std::string::npos ? ""
                                                 : one.substr(begin, one.find_last_not_of(' ') - begin + 1));
        one.clear();
      }
      return out;
    }
    if (kind == K::file && text.find_first_of("./\\0123456789") == std::string::npos) {
      return out;  // a word as any other
    }
    out.push_back(text);
    const auto slash = text.find_last_of("/\\");
    if (kind == K::file && slash != std::string::npos && text.find('.', slash) != std::string::npos) {
      out.push_back(text.substr(slash + 1));
    }
    return out;
  }

  const Records& records_;
  const custody::Ledger& ledger_;
  std::set<std::u32string> keep_, seen_;
  std::vector<Identity> out_;
  std::uint64_t number_ = 0;
  std::string type_;
};

}  // namespace

Bilingual words_of(IdentityKind kind) {
  switch (kind) {
    case K::person: return {"person", "関係者"};
    case K::organisation: return {"organisation", "組織"};
    case K::host: return {"host", "端末"};
    case K::item: return {"item", "物件"};
    case K::mark: return {"number", "番号"};
    case K::place: return {"place", "場所"};
    case K::file: return {"file", "ファイル"};
    case K::account: return {"account", "アカウント"};
    case K::address: return {"address", "アドレス"};
    case K::digest: return {"digest", "ハッシュ値"};
    case K::token: return {"token", "識別子"};
    case K::number: return {"number", "番号"};
    case K::word: return {"withheld", "非開示"};
  }
  return {};
}

bool has_pseudonym(IdentityKind kind) {
  return kind == K::person || kind == K::organisation || kind == K::host;
}

std::vector<Identity> identities_of(const Records& records, const AnonymisationProfile& profile) {
  return Gathering(records, profile).all(profile);
}

Bilingual class_of_thing(const std::string& description) {
  struct Class {
    Bilingual words;
    std::vector<const char*> signs;
  };
  static const std::vector<Class> classes = {
      {{"a mobile device", "携帯端末"},
       {"mobile", "phone", "tablet", "iphone", "android", "スマートフォン", "携帯", "タブレット"}},
      {{"removable media", "外部記憶媒体"},
       {"usb", "stick", "memory card", "sd card", "dvd", "cd-rom", "tape", "外付け", "可搬", "メモリカード"}},
      {{"a network device", "ネットワーク機器"},
       {"router", "switch", "firewall", "vpn", "ルータ", "スイッチ", "ファイアウォール"}},
      {{"a server", "サーバ"}, {"server", "サーバ", "nas", "hypervisor", "database"}},
      {{"a workstation", "パソコン"},
       {"laptop", "notebook", "desktop", "workstation", "パソコン", "ノートpc", "端末"}},
      {{"a storage medium", "記憶媒体"}, {"disk", "drive", "ssd", "hdd", "ディスク", "ストレージ"}},
      {{"a paper", "書面"}, {"paper", "document", "書面", "紙"}}};
  const std::u32string text = squeezed_text(description);
  for (const Class& one : classes) {
    if (std::any_of(one.signs.begin(), one.signs.end(), [&](const char* sign) {
          return text.find(squeezed_text(sign)) != std::u32string::npos;
        })) {
      return one.words;
    }
  }
  return {"an item of another class", "その他の物件"};
}

}  // namespace legal
