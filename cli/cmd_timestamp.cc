// SPDX-License-Identifier: Apache-2.0
// timestamp: asks an RFC 3161 authority over HTTP, or writes queries and takes replies as files.
#include "cli/http_client.h"
#include "cli/policy_file.h"
#include "cli/session.h"
#include "custody/stamping.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

Object told(const custody::StampTaken& taken) {
  return Object{{"authority", taken.facts.authority},
                {"certificate_ends", taken.facts.certificate_ends.text()},
                {"chain_checked", taken.chain_checked},
                {"entries", Value(taken.size)},
                {"no_later_than", taken.facts.no_later_than.text()},
                {"stamp", Value(taken.id)}};
}

void print_taken(const custody::StampTaken& taken) {
  print("time stamp " + std::to_string(taken.id) + " by " + taken.facts.authority + ": the first " +
        grouped(taken.size) + " entries existed no later than " + taken.facts.no_later_than.text() +
        (taken.chain_checked
             ? ""
             : "; whom its certificate leads to was not checked, give --tsa-ca FILE next time"));
}

std::vector<custody::TimeStamp> asked(const Stamp& args, custody::Ledger& ledger) {
  if (args.renew) {
    return custody::queue_renewals(ledger);
  }
  return {custody::queue_time_stamp(ledger)};
}

custody::StampTaken ask(const core::http::Url& url, const custody::TimeStamp& stamp,
                        const custody::TokenTrust& trust, custody::Ledger& ledger) {
  const HttpAnswer answer = http_post(url, "application/timestamp-query", core::as_text(stamp.query));
  if (answer.status != 200 || answer.content_type != "application/timestamp-reply") {
    core::fail("the authority gave no time stamp: it answered " + std::to_string(answer.status) + " (" +
               core::shown(answer.content_type) + "); the query still waits");
  }
  return custody::take_reply(ledger, core::as_bytes(answer.body), trust);
}

/// "FILE", "FILE.2", "FILE.3"
std::string numbered(const std::string& file, std::size_t index) {
  return index == 0 ? file : file + "." + std::to_string(index + 1);
}

int write_queries(const Stamp& args, const std::vector<custody::TimeStamp>& queries, const Common& common) {
  Array files;
  for (std::size_t i = 0; i < queries.size() && !args.query_out.empty(); ++i) {
    const std::string file = numbered(args.query_out, i);
    core::write_new_file(file, queries[i].query);
    files.emplace_back(file);
    if (!common.json) {
      print("query " + std::to_string(queries[i].id) + " is in " + core::shown(file) +
            "; take the authority's reply in with 'exhibit timestamp DIR --reply-in FILE'");
    }
  }
  if (common.json) {
    print_json(Object{{"files", std::move(files)}, {"queued", Value(std::uint64_t{queries.size()})}});
  } else if (queries.empty()) {
    print("no time stamp of this case needs renewal yet");
  } else if (args.query_out.empty()) {
    print("a time stamp is queued; ask for it with --tsa URL, or carry the query: --query-out FILE");
  }
  return 0;
}

int ask_all(const Stamp& args, const custody::TokenTrust& trust, custody::Ledger& ledger,
            const Common& common) {
  const core::http::Url url = http_url(args.tsa);
  Array list;
  (void)asked(args, ledger);
  for (const custody::TimeStamp& stamp : custody::waiting_stamps(ledger)) {
    const custody::StampTaken taken = ask(url, stamp, trust, ledger);
    list.emplace_back(told(taken));
    if (!common.json) {
      print_taken(taken);
    }
  }
  if (common.json) {
    print_json(Object{{"stamps", std::move(list)}});
  } else if (list.empty()) {
    print("no time stamp of this case needs renewal yet");
  }
  return 0;
}

int say_none_due(const Common& common) {
  if (common.json) {
    print_json(Object{{"stamps", Array{}}});
  } else {
    print("no time stamp is due: what should be bounded in time is");
  }
  return 0;
}

}  // namespace

int run(const Stamp& args, const Common& common) {
  const custody::TokenTrust trust{args.tsa_ca.empty() ? "" : certificates_of(args.tsa_ca),
                                  args.crl.empty() ? "" : revocations_of(args.crl)};
  if (!trust.crl.empty() && trust.ca.empty()) {
    core::fail_usage("--crl goes with --tsa-ca: a list of revocations says nothing without the certificates");
  }
  if (args.due && (args.renew || !args.reply_in.empty())) {
    core::fail_usage("--due goes with --tsa or --query-out");
  }
  if ((args.tsa.empty() ? 0 : 1) + (args.query_out.empty() ? 0 : 1) + (args.reply_in.empty() ? 0 : 1) > 1) {
    core::fail_usage("give one of --tsa, --query-out and --reply-in");
  }
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  if (args.due && !custody::stamp_is_due(ledger)) {
    return say_none_due(common);
  }
  if (!args.tsa.empty()) {
    return ask_all(args, trust, ledger, common);
  }
  if (args.reply_in.empty()) {
    return write_queries(args, asked(args, ledger), common);
  }
  const custody::StampTaken taken =
      custody::take_reply(ledger, core::read_file(args.reply_in, 1U << 20U), trust);
  if (common.json) {
    print_json(told(taken));
  } else {
    print_taken(taken);
  }
  return 0;
}

}  // namespace cli
