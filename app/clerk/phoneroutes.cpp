// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/phoneroutes.h"

#include "app/clerk/consents.h"
#include "app/clerk/lottery.h"
#include "app/clerk/phonebooking.h"
#include "app/clerk/proofs.h"
#include "app/clerk/reports.h"
#include "app/clerk/requestparts.h"
#include "app/clerk/visitcommands.h"
#include "app/clerk/visitview.h"
#include "app/clerk/waitlist.h"

#include <memory>

namespace menzhen::clerk {

namespace {

constexpr std::size_t maxPhoneBodyBytes = 16 * 1024;
constexpr std::size_t keyBytes = 16; ///< of the digest under which a holder's answer is kept

/// Whether a phone without a cookie becomes a holder by this.
enum class Newcomers { Welcome, Refused };

/// Who calls, as the store knows it now.
Caller callerOf(Clerk& clerk, const PhoneTokens& tokens) {
    if (auto known = knownHolder(clerk.log().database(), clerk.log().crypto(), tokens.cookie))
        return {std::move(*known), true};
    return {holderIdOf(clerk.log().crypto(), tokens.fresh), false};
}

/// A key is a holder's own: nobody gets another's answer by guessing it.
std::string ownKey(Clerk& clerk, const Caller& caller, const std::string& key) {
    if (key.empty() || !caller.known) return key;
    const core::Digest digest = clerk.log().crypto().sha256(core::asBytes(caller.id + ":" + key));
    return core::toHex(core::ByteView(digest).first(keyBytes));
}

core::Result<std::string> keyOf(const Request& request, const json& body) {
    std::string key = request.key;
    if (key.empty() && body.is_object()) {
        const auto named = body.find("request");
        if (named != body.end() && named->is_string()) key = named->get<std::string>();
    }
    if (key.size() > maxKeyBytes)
        return core::badData("bad-field", "Idempotency-Key: at most 64 characters");
    return key;
}

core::Result<Work> holderCommand(const Request& request, const HolderAct& act, Newcomers newcomers,
                                 Memory memory = Memory::Keeps) {
    auto body = readBody(request.body);
    if (!body) return tl::unexpected(body.error());
    auto key = keyOf(request, *body);
    if (!key) return tl::unexpected(key.error());
    if (memory == Memory::Forgets) key->clear();
    Work work;
    work.bytes = request.body.size();
    work.newToken = std::make_shared<std::string>();
    work.command = [act, newcomers, key = std::move(*key), request, body = std::move(*body),
                    told = work.newToken](Clerk& clerk) -> Answer {
        const Caller caller = callerOf(clerk, request.phone);
        if (!caller.known && newcomers == Newcomers::Refused)
            return core::refused("no-holder", "this phone holds nothing yet");
        Answer answer = clerk.once(ownKey(clerk, caller, key), request.path + "\n" + request.body,
                                   [&] { return act(clerk, caller, request, body); });
        if (answer && !caller.known) {
            holdersOf(clerk).keep(request.phone.fresh, clerk.log().clock().utcMs());
            *told = request.phone.fresh;
        }
        return answer;
    };
    return work;
}

using Removal = Answer (*)(Clerk&, const Caller&, const std::string&);

core::Result<Work> removal(const Request& request, Removal act) {
    Work work;
    work.command = [act, id = request.parameters.at("id"), tokens = request.phone](Clerk& clerk) {
        return act(clerk, callerOf(clerk, tokens), id);
    };
    return work;
}

/// As which holder the rules know the caller: one without a cookie is nobody, not everybody.
std::string nameOf(const Caller& caller) {
    return caller.known ? caller.id : "none";
}

using Read = core::Result<json> (*)(Views&, const Asker&, const std::string&);

core::Result<Work> holderView(const Request& request, const ports::Crypto& crypto, Read read) {
    const auto named = request.parameters.find("id");
    Work work;
    work.read = [read, id = named == request.parameters.end() ? std::string() : named->second,
                 token = request.phone.cookie, &crypto](Views& views) -> Shown {
        const auto shown = read(views, {token, crypto}, id);
        if (!shown) return tl::unexpected(shown.error());
        return textOf(*shown);
    };
    return work;
}

core::Result<Work> me(const Request& request, Face, const ports::Crypto& crypto) {
    return holderView(request, crypto, [](Views& views, const Asker& asker, const std::string&) {
        return showMe(views, asker);
    });
}

core::Result<Work> visit(const Request& request, Face, const ports::Crypto& crypto) {
    return holderView(request, crypto, showVisit);
}

core::Result<Work> reports(const Request& request, Face, const ports::Crypto& crypto) {
    return holderView(request, crypto, showReports);
}

core::Result<Work> report(const Request& request, Face, const ports::Crypto& crypto) {
    Work work;
    work.read = [visit = request.parameters.at("id"), id = request.parameters.at("report"),
                 token = request.phone.cookie, &crypto](Views& views) -> Shown {
        const auto shown = showReport(views, {token, crypto}, visit, id);
        if (!shown) return tl::unexpected(shown.error());
        return textOf(*shown);
    };
    return work;
}

core::Result<Work> bills(const Request& request, Face, const ports::Crypto& crypto) {
    return holderView(request, crypto, showBills);
}

core::Result<Work> addPatient(const Request& request, Face, const ports::Crypto&) {
    return holderCommand(
        request,
        [](Clerk& clerk, const Caller& caller, const Request&, const json& body) {
            return rememberPatient(clerk, caller, body);
        },
        Newcomers::Welcome);
}

core::Result<Work> removePatient(const Request& request, Face, const ports::Crypto&) {
    return removal(request,
                   [](Clerk& clerk, const Caller& caller, const std::string& id) -> Answer {
                       if (!caller.known)
                           return core::refused("no-holder", "this phone holds nothing yet");
                       return forgetPatient(clerk, caller, id);
                   });
}

core::Result<Work> consents(const Request& request, Face, const ports::Crypto& crypto) {
    return holderView(request, crypto, [](Views& views, const Asker& asker, const std::string&) {
        return showConsents(views, asker);
    });
}

core::Result<Work> addConsent(const Request& request, Face, const ports::Crypto&) {
    return holderCommand(
        request,
        [](Clerk& clerk, const Caller& caller, const Request&, const json& body) {
            return giveConsent(clerk, caller, body);
        },
        Newcomers::Refused);
}

core::Result<Work> removeConsent(const Request& request, Face, const ports::Crypto&) {
    return removal(request, withdrawConsent);
}

/// Staff ask; every time anew, because a consent may end between two looks.
core::Result<Work> history(const Request& request, Face, const ports::Crypto&) {
    auto body = readBody(request.body);
    if (!body) return tl::unexpected(body.error());
    Work work;
    work.bytes = request.body.size();
    work.command = [id = request.parameters.at("id"), peer = request.peer, body = std::move(*body)](
                       Clerk& clerk) { return lookAtHistory(clerk, id, body, peer); };
    return work;
}

core::Result<Work> open(const Request& request, Face, const ports::Crypto&) {
    return holderCommand(
        request,
        [](Clerk& clerk, const Caller& caller, const Request& r, const json& body) {
            return openVisit(clerk, caller, body, r.phone.address);
        },
        Newcomers::Welcome, Memory::Forgets);
}

core::Result<Work> checkIn(const Request& request, Face, const ports::Crypto&) {
    return holderCommand(
        request,
        [](Clerk& clerk, const Caller& caller, const Request& r, const json& body) {
            return checkInByPhone(clerk, caller, r.parameters.at("id"), body);
        },
        Newcomers::Refused);
}

core::Result<Work> join(const Request& request, Face, const ports::Crypto&) {
    return holderCommand(
        request,
        [](Clerk& clerk, const Caller& caller, const Request& r, const json&) {
            return joinByPhone(clerk, caller, r.parameters.at("id"));
        },
        Newcomers::Refused, Memory::Forgets);
}

core::Result<Work> alert(const Request& request, Face, const ports::Crypto&) {
    return holderCommand(
        request,
        [](Clerk& clerk, const Caller& caller, const Request& r, const json& body) {
            return setAlert(clerk, caller, r.parameters.at("id"), body);
        },
        Newcomers::Refused, Memory::Forgets);
}

core::Result<Work> proof(const Request& request, Face, const ports::Crypto&) {
    auto body = readBody(request.body);
    if (!body) return tl::unexpected(body.error());
    Work work;
    work.bytes = request.body.size();
    work.command = [body = std::move(*body)](Clerk& clerk) { return beginProof(clerk, body); };
    return work;
}

core::Result<Work> prove(const Request& request, Face, const ports::Crypto&) {
    return holderCommand(
        request,
        [](Clerk& clerk, const Caller& caller, const Request& r, const json& body) {
            return endProof(clerk, caller, r.parameters.at("id"), body);
        },
        Newcomers::Welcome, Memory::Forgets);
}

} // namespace

core::Result<Work> holderCommand(const Request& request, const HolderAct& act) {
    return holderCommand(request, act, Newcomers::Refused);
}

core::Result<Work> phoneHold(const Request& request, const ports::Crypto&) {
    return holderCommand(
        request,
        [](Clerk& clerk, const Caller& caller, const Request&, const json& body) {
            return holdForPhone(clerk, caller, body);
        },
        Newcomers::Welcome);
}

core::Result<Work> phoneRelease(const Request& request, const ports::Crypto&) {
    return removal(request, releaseForPhone);
}

core::Result<Work> phoneBook(const Request& request, const ports::Crypto&) {
    const auto index = std::make_shared<DayIndex>();
    auto work = holderCommand(
        request,
        [index](Clerk& clerk, const Caller& caller, const Request&, const json& body) {
            return bookForPhone(clerk, caller, body, *index);
        },
        Newcomers::Welcome);
    if (work)
        work->study = [index, text = request.body,
                       token = request.phone.cookie](const StudyContext& c) {
            if (auto body = readBody(text))
                *index = studyPhoneBooking(std::move(*body), token, c.database, c.site,
                                           c.clock.now().day, c.crypto, c.keys);
        };
    return work;
}

core::Result<Work> phoneCancel(const Request& request, const ports::Crypto&) {
    return removal(request, cancelForPhone);
}

core::Result<Work> phoneChoose(const Request& request) {
    return holderCommand(
        request,
        [](Clerk& clerk, const Caller& caller, const Request& r, const json& body) {
            return chooseForPhone(clerk, caller, r.parameters.at("id"), body);
        },
        Newcomers::Refused);
}

core::Result<Work> phoneJoinList(const Request& request) {
    return holderCommand(
        request,
        [](Clerk& clerk, const Caller& caller, const Request&, const json& body) {
            return waitForPhone(clerk, caller, body);
        },
        Newcomers::Welcome);
}

core::Result<Work> phoneLeaveList(const Request& request) {
    return removal(request, [](Clerk& clerk, const Caller& caller, const std::string& id) {
        return leaveWaitlist(clerk, id, nameOf(caller));
    });
}

core::Result<Work> phoneShowList(const Request& request) {
    return removal(request, [](Clerk& clerk, const Caller& caller, const std::string& id) {
        return waitlistState(clerk, id, nameOf(caller));
    });
}

core::Result<Work> phoneDraw(const Request& request) {
    return removal(request, [](Clerk& clerk, const Caller& caller, const std::string& id) {
        return drawState(clerk, id, nameOf(caller));
    });
}

std::vector<Route> phoneRoutes() {
    return {
        {"GET", "/v1/me", true, 0, me},
        {"POST", "/v1/me/patients", true, maxPhoneBodyBytes, addPatient},
        {"DELETE", "/v1/me/patients/{id}", true, 0, removePatient},
        {"GET", "/v1/me/consents", true, 0, consents},
        {"POST", "/v1/me/consents", true, maxPhoneBodyBytes, addConsent},
        {"DELETE", "/v1/me/consents/{id}", true, 0, removeConsent},
        {"POST", "/v1/proofs", true, maxPhoneBodyBytes, proof},
        {"POST", "/v1/proofs/{id}", true, maxPhoneBodyBytes, prove},
        {"POST", "/v1/sites/{site}/visits/open", true, maxPhoneBodyBytes, open},
        {"GET", "/v1/sites/{site}/visits/{id}", true, 0, visit},
        {"POST", "/v1/sites/{site}/visits/{id}/check-in", true, maxPhoneBodyBytes, checkIn},
        {"POST", "/v1/sites/{site}/visits/{id}/join", true, maxPhoneBodyBytes, join},
        {"POST", "/v1/sites/{site}/visits/{id}/history", false, maxPhoneBodyBytes, history},
        {"PUT", "/v1/sites/{site}/visits/{id}/alert", true, maxPhoneBodyBytes, alert},
        {"GET", "/v1/sites/{site}/visits/{id}/reports", true, 0, reports},
        {"GET", "/v1/sites/{site}/visits/{id}/reports/{report}", true, 0, report},
        {"GET", "/v1/sites/{site}/visits/{id}/bills", true, 0, bills},
    };
}

} // namespace menzhen::clerk
