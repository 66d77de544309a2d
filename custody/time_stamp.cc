// SPDX-License-Identifier: Apache-2.0
#include "custody/time_stamp.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>
#include <vector>

#include "core/error.h"
#include "core/text.h"

namespace custody {
namespace {

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* p) const {
    Free(p);
  }
};
template <typename T, auto Free>
using Owned = std::unique_ptr<T, Deleter<Free>>;
using Request = Owned<TS_REQ, &TS_REQ_free>;
using Response = Owned<TS_RESP, &TS_RESP_free>;
using Certificate = Owned<X509, &X509_free>;
using Revocations = Owned<X509_CRL, &X509_CRL_free>;
using Bio = Owned<BIO, &BIO_free_all>;

constexpr std::size_t kMostPemItems = 256;

template <typename T>
T required(T pointer) {
  if (!pointer) {
    core::fail("the cryptographic library failed to work on a time stamp");
  }
  return pointer;
}
void needed(int done) { required(done == 1 ? &done : nullptr); }

template <typename Handle, auto Decode>
Handle decoded(core::ByteView der) {
  const unsigned char* at = der.data();
  Handle out(Decode(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  return out && at == der.data() + der.size() ? std::move(out) : nullptr;
}

/// The items of one kind in a PEM text; nullopt when one of them cannot be read.
template <typename Handle, auto Read>
std::optional<std::vector<Handle>> pem_items(const std::string& pem) {
  std::vector<Handle> out;
  const Bio bio(required(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))));
  while (out.size() < kMostPemItems) {
    Handle item(Read(bio.get(), nullptr, nullptr, nullptr));
    if (!item) {
      break;
    }
    out.push_back(std::move(item));
  }
  const bool ended = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  return ended ? std::optional(std::move(out)) : std::nullopt;
}
std::optional<std::vector<Certificate>> certificates_in(const std::string& pem) {
  return pem_items<Certificate, &PEM_read_bio_X509>(pem);
}
std::optional<std::vector<Revocations>> revocations_in(const std::string& pem) {
  return pem_items<Revocations, &PEM_read_bio_X509_CRL>(pem);
}

core::UtcTime utc(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
    return {};
  }
  return {static_cast<std::int64_t>(::timegm(&parts)) * 1'000'000};
}

/// The decimals of a GeneralizedTime, in microseconds.
std::int64_t decimals(const ASN1_GENERALIZEDTIME* time) {
  const std::string text(
      core::as_text({ASN1_STRING_get0_data(time), static_cast<std::size_t>(ASN1_STRING_length(time))}));
  std::int64_t out = 0, unit = 100'000;
  const std::size_t dot = text.find('.');
  for (std::size_t i = dot == std::string::npos ? text.size() : dot + 1; i < text.size() && unit > 0; ++i) {
    if (text[i] < '0' || text[i] > '9') {
      break;
    }
    out += unit * (text[i] - '0');
    unit /= 10;
  }
  return out;
}

std::int64_t accuracy_of(TS_TST_INFO* info) {
  const TS_ACCURACY* accuracy = TS_TST_INFO_get_accuracy(info);
  const auto part = [](const ASN1_INTEGER* value) {
    std::int64_t out = 0;
    return value != nullptr && ASN1_INTEGER_get_int64(&out, value) == 1 && out >= 0 && out < 100'000'000 ? out
                                                                                                         : 0;
  };
  return accuracy == nullptr
             ? 0
             : part(TS_ACCURACY_get_seconds(accuracy)) * 1'000'000 +
                   part(TS_ACCURACY_get_millis(accuracy)) * 1'000 + part(TS_ACCURACY_get_micros(accuracy));
}

std::string subject_of(X509* certificate) {
  const Bio bio(required(BIO_new(BIO_s_mem())));
  X509_NAME_print_ex(bio.get(), X509_get_subject_name(certificate), 0,
                     (XN_FLAG_RFC2253 | XN_FLAG_SPC_EQ) & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB) &
                         ~static_cast<unsigned long>(XN_FLAG_SPC_EQ));
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return core::shown(std::string_view(data, static_cast<std::size_t>(size)));
}

/// The certificate that signed, when the token carries it.
X509* signer_of(PKCS7* token) {
  STACK_OF(X509)* all = PKCS7_get0_signers(token, nullptr, 0);
  X509* out = all != nullptr && sk_X509_num(all) == 1 ? sk_X509_value(all, 0) : nullptr;
  sk_X509_free(all);
  ERR_clear_error();
  return out;
}

bool is_sha256(TS_MSG_IMPRINT* imprint) {
  return OBJ_obj2nid(TS_MSG_IMPRINT_get_algo(imprint)->algorithm) == NID_sha256 &&
         ASN1_STRING_length(TS_MSG_IMPRINT_get_msg(imprint)) == 32;
}

/// A store of trust as at one time.
Owned<X509_STORE, &X509_STORE_free> store_at(core::UtcTime time) {
  Owned<X509_STORE, &X509_STORE_free> out(required(X509_STORE_new()));
  X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(out.get()), static_cast<time_t>(time.micros / 1'000'000));
  return out;
}

class ReplyCheck {
 public:
  ReplyCheck(core::ByteView reply, core::ByteView query, const TokenTrust& trust)
      : reply_(decoded<Response, &d2i_TS_RESP>(reply)),
        query_(decoded<Request, &d2i_TS_REQ>(query)),
        trust_(trust) {}

  TokenCheck run() {
    if (!reply_ || !query_ || TS_RESP_get_tst_info(reply_.get()) == nullptr ||
        TS_RESP_get_token(reply_.get()) == nullptr) {
      return {TokenFault::malformed, "it is no reply that holds a time stamp" + refusal(), std::nullopt};
    }
    info_ = TS_RESP_get_tst_info(reply_.get());
    signer_ = signer_of(TS_RESP_get_token(reply_.get()));
    out_.facts = facts();
    if (!same_question()) {
      return fault(TokenFault::mismatch,
                   "it answers another question: its digest or nonce is not the query's");
    }
    check_signature();
    return std::move(out_);
  }

 private:
  TokenCheck fault(TokenFault what, std::string why) {
    out_.fault = what;
    out_.why = std::move(why);
    return std::move(out_);
  }

  /// What the authority said when it granted nothing.
  std::string refusal() const {
    const TS_STATUS_INFO* info = reply_ ? TS_RESP_get_status_info(reply_.get()) : nullptr;
    const auto* texts = info == nullptr ? nullptr : TS_STATUS_INFO_get0_text(info);
    if (texts == nullptr || sk_ASN1_UTF8STRING_num(texts) < 1) {
      return "";
    }
    const ASN1_UTF8STRING* text = sk_ASN1_UTF8STRING_value(texts, 0);
    return "; the authority says: " +
           core::shown(core::as_text(
               {ASN1_STRING_get0_data(text), static_cast<std::size_t>(ASN1_STRING_length(text))}));
  }

  TokenFacts facts() const {
    TokenFacts out;
    const ASN1_GENERALIZEDTIME* time = TS_TST_INFO_get_time(info_);
    out.time = utc(time);
    out.time.micros += decimals(time);
    out.no_later_than = {out.time.micros + accuracy_of(info_)};
    if (signer_ != nullptr) {
      out.authority = subject_of(signer_);
      out.certificate_ends = utc(X509_get0_notAfter(signer_));
    }
    unsigned char* der = nullptr;
    const int size = i2d_PKCS7(TS_RESP_get_token(reply_.get()), &der);
    if (size > 0) {
      out.token.assign(der, der + size);
      OPENSSL_free(der);
    }
    return out;
  }

  bool same_question() const {
    TS_MSG_IMPRINT* asked = TS_REQ_get_msg_imprint(query_.get());
    TS_MSG_IMPRINT* stamped = TS_TST_INFO_get_msg_imprint(info_);
    const ASN1_INTEGER* nonce = TS_REQ_get_nonce(query_.get());
    const ASN1_INTEGER* answered = TS_TST_INFO_get_nonce(info_);
    return is_sha256(asked) && is_sha256(stamped) &&
           ASN1_STRING_cmp(TS_MSG_IMPRINT_get_msg(asked), TS_MSG_IMPRINT_get_msg(stamped)) == 0 &&
           nonce != nullptr && answered != nullptr && ASN1_INTEGER_cmp(nonce, answered) == 0;
  }

  /// Runs OpenSSL's check of the whole reply under a store of trust.
  bool verifies(Owned<X509_STORE, &X509_STORE_free> store) const {
    const Owned<TS_VERIFY_CTX, &TS_VERIFY_CTX_free> context(
        required(TS_REQ_to_TS_VERIFY_CTX(query_.get(), nullptr)));
    TS_VERIFY_CTX_add_flags(context.get(), TS_VFY_SIGNATURE);
    TS_VERIFY_CTX_set_store(context.get(), store.release());
    const bool good = TS_RESP_verify_response(context.get(), reply_.get()) == 1;
    ERR_clear_error();
    return good;
  }

  void check_signature() {
    if (signer_ == nullptr) {
      fault_only(TokenFault::bad_signature, "it does not carry the certificate of its authority");
      return;
    }
    auto itself = store_at(out_.facts->time);
    needed(X509_STORE_add_cert(itself.get(), signer_));
    X509_STORE_set_flags(itself.get(), X509_V_FLAG_PARTIAL_CHAIN);
    if (!verifies(std::move(itself))) {
      fault_only(
          TokenFault::bad_signature,
          "its signature does not verify, or its certificate was not one for time stamps at that time");
      return;
    }
    out_.fault = TokenFault::none;
    if (!trust_.ca.empty()) {
      check_chain();
    }
  }

  void fault_only(TokenFault what, std::string why) {
    out_.fault = what;
    out_.why = std::move(why);
  }

  void check_chain() {
    const auto certificates = certificates_in(trust_.ca);
    const auto lists = revocations_in(trust_.crl);
    if (!certificates || !lists) {
      fault_only(TokenFault::untrusted,
                 "the certificates or lists of revocations kept with it cannot be read");
      return;
    }
    auto store = store_at(out_.facts->time);
    for (const Certificate& certificate : *certificates) {
      needed(X509_STORE_add_cert(store.get(), certificate.get()));
    }
    const std::string revoked = lists->empty() ? "" : revocation(store.get(), *lists);
    if (!verifies(std::move(store))) {
      fault_only(TokenFault::untrusted, "the certificate of the authority does not lead to those given");
    } else if (!revoked.empty()) {
      fault_only(TokenFault::revoked, revoked);
    }
  }

  /// Why a certificate of the chain is revoked so that the token falls with it, or nothing.
  std::string revocation(X509_STORE* store, const std::vector<Revocations>& lists) const {
    const Owned<X509_STORE_CTX, &X509_STORE_CTX_free> context(required(X509_STORE_CTX_new()));
    STACK_OF(X509)* carried = TS_RESP_get_token(reply_.get())->d.sign->cert;
    needed(X509_STORE_CTX_init(context.get(), store, signer_, carried));
    std::string out;
    if (X509_verify_cert(context.get()) == 1) {
      STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context.get());
      for (int i = 0; i + 1 < sk_X509_num(chain) && out.empty(); ++i) {
        out = revocation_of(sk_X509_value(chain, i), sk_X509_value(chain, i + 1), lists);
      }
    }
    ERR_clear_error();
    return out;
  }

  std::string revocation_of(X509* certificate, X509* issuer, const std::vector<Revocations>& lists) const {
    for (const Revocations& list : lists) {
      X509_REVOKED* entry = nullptr;
      const bool listed = X509_CRL_verify(list.get(), X509_get0_pubkey(issuer)) == 1 &&
                          X509_CRL_get0_by_cert(list.get(), &entry, certificate) == 1;
      if (listed && falls(entry)) {
        return "the certificate " + subject_of(certificate) + " was revoked at " +
               utc(X509_REVOKED_get0_revocationDate(entry)).text();
      }
    }
    return "";
  }

  /// RFC 3161 section 4: with reason unspecified, affiliation changed, superseded or cessation, tokens made before the
  /// revocation stay valid; with another reason or none, all fall.
  bool falls(const X509_REVOKED* entry) const {
    const Owned<ASN1_ENUMERATED, &ASN1_ENUMERATED_free> reason(
        static_cast<ASN1_ENUMERATED*>(X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, nullptr, nullptr)));
    const long code = reason ? ASN1_ENUMERATED_get(reason.get()) : -1;
    const bool harmless = code == 0 || code == 3 || code == 4 || code == 5;
    return !harmless || utc(X509_REVOKED_get0_revocationDate(entry)) <= out_.facts->time;
  }

  Response reply_;
  Request query_;
  const TokenTrust& trust_;
  TS_TST_INFO* info_ = nullptr;
  X509* signer_ = nullptr;
  TokenCheck out_;
};

}  // namespace

core::Bytes time_stamp_query(const core::Sha256& digest, core::Random& random) {
  const Request request(required(TS_REQ_new()));
  const Owned<TS_MSG_IMPRINT, &TS_MSG_IMPRINT_free> imprint(required(TS_MSG_IMPRINT_new()));
  const Owned<X509_ALGOR, &X509_ALGOR_free> algorithm(required(X509_ALGOR_new()));
  needed(X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr));
  needed(TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()));
  core::Sha256 copy = digest;
  needed(TS_MSG_IMPRINT_set_msg(imprint.get(), copy.bytes.data(), static_cast<int>(copy.bytes.size())));
  std::array<std::uint8_t, 8> bytes{};
  random.fill(bytes);
  bytes[0] = static_cast<std::uint8_t>((bytes[0] & 0x7FU) | 0x40U);  // eight bytes, positive
  const Owned<BIGNUM, &BN_free> number(
      required(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr)));
  const Owned<ASN1_INTEGER, &ASN1_INTEGER_free> nonce(required(BN_to_ASN1_INTEGER(number.get(), nullptr)));
  needed(TS_REQ_set_version(request.get(), 1));
  needed(TS_REQ_set_msg_imprint(request.get(), imprint.get()));
  needed(TS_REQ_set_nonce(request.get(), nonce.get()));
  needed(TS_REQ_set_cert_req(request.get(), 1));
  unsigned char* der = nullptr;
  const int size = i2d_TS_REQ(request.get(), &der);
  required(size > 0 ? der : nullptr);
  core::Bytes out(der, der + size);
  OPENSSL_free(der);
  return out;
}

std::optional<core::Sha256> imprint_of_query(core::ByteView query) {
  const auto request = decoded<Request, &d2i_TS_REQ>(query);
  if (!request || TS_REQ_get_nonce(request.get()) == nullptr) {
    return std::nullopt;
  }
  TS_MSG_IMPRINT* imprint = TS_REQ_get_msg_imprint(request.get());
  if (!is_sha256(imprint)) {
    return std::nullopt;
  }
  return core::Sha256::from({ASN1_STRING_get0_data(TS_MSG_IMPRINT_get_msg(imprint)), 32});
}

TokenCheck check_reply(core::ByteView reply, core::ByteView query, const TokenTrust& trust) {
  return ReplyCheck(reply, query, trust).run();
}

bool is_certificates(const std::string& pem) {
  const auto items = certificates_in(pem);
  return items && !items->empty();
}

bool is_revocations(const std::string& pem) {
  const auto items = revocations_in(pem);
  return items && !items->empty();
}

bool covers(const std::string& crl_pem, core::UtcTime time) {
  const auto lists = revocations_in(crl_pem);
  if (!lists || lists->empty()) {
    return false;
  }
  for (const Revocations& list : *lists) {
    const ASN1_TIME* next = X509_CRL_get0_nextUpdate(list.get());
    if (utc(X509_CRL_get0_lastUpdate(list.get())) > time || (next != nullptr && utc(next) < time)) {
      return false;
    }
  }
  return true;
}

}  // namespace custody
