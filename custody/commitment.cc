// SPDX-License-Identifier: Apache-2.0
#include "custody/commitment.h"

#include <array>

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

constexpr const char* kMember = "commit";

/// The value under a draft's mark: {"commit": {"value": V}}.
Value* marked_value(Value& value) {
  Object* outer = value.object();
  if (outer == nullptr || outer->size() != 1 || !outer->contains(kMember)) {
    return nullptr;
  }
  Object* inner = outer->find(kMember)->second.object();
  return inner != nullptr && inner->size() == 1 && inner->contains("value") ? &inner->find("value")->second
                                                                            : nullptr;
}

std::string joined(const std::string& path, const std::string& step) {
  return path.empty() ? step : path + "." + step;
}

/// Calls `visit(path, value)` on a value and, unless it returns true, on all below it.
template <typename V, typename Visit>
void walk(V& value, const std::string& path, const Visit& visit) {
  if (visit(path, value)) {
    return;
  }
  if (auto* list = value.array()) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      walk((*list)[i], joined(path, std::to_string(i)), visit);
    }
  }
  if (auto* members = value.object()) {
    for (auto& [name, member] : *members) {
      walk(member, joined(path, name), visit);
    }
  }
}

std::string fresh_salt(core::Random& random) {
  std::array<std::uint8_t, 16> bytes{};
  random.fill(bytes);
  return core::to_hex(bytes);
}

}  // namespace

core::Sha256 commitment(const Disclosure& disclosure) {
  const std::string text = "exhibit.evidence/commit/v1\n" +
                           encode(Value(Array{disclosure.salt, disclosure.name, disclosure.value}));
  return core::sha256(core::as_bytes(text));
}

Value committed(Value value) { return Object{{kMember, Object{{"value", std::move(value)}}}}; }

Value in_clear(Value draft) {
  walk(draft, "", [](const std::string& /*path*/, Value& value) {
    Value* inner = marked_value(value);
    if (inner == nullptr) {
      return false;
    }
    Value plain = std::move(*inner);
    value = std::move(plain);
    return true;
  });
  return draft;
}

std::vector<Disclosure> seal_commitments(Value& object, std::uint64_t seq, core::Random& random) {
  std::vector<Disclosure> out;
  walk(object, "", [&](const std::string& path, Value& value) {
    Value* inner = marked_value(value);
    if (inner == nullptr) {
      return false;
    }
    out.push_back({seq, path, fresh_salt(random), std::move(*inner)});
    value = Object{{kMember, commitment(out.back()).hex()}};
    return true;
  });
  return out;
}

std::optional<core::Sha256> commitment_in(const Value& value) {
  const Object* members = value.object();
  if (members == nullptr || members->size() != 1) {
    return std::nullopt;
  }
  const auto hex = value.text_of(kMember);
  return hex ? core::Sha256::parse(*hex) : std::nullopt;
}

std::vector<CommittedField> commitments_in(const Value& object) {
  std::vector<CommittedField> out;
  walk(object, "", [&](const std::string& path, const Value& value) {
    const auto hash = commitment_in(value);
    if (hash) {
      out.push_back({path, *hash});
    }
    return hash.has_value();
  });
  return out;
}

}  // namespace custody
