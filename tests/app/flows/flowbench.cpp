// SPDX-License-Identifier: Apache-2.0
#include "tests/app/flows/flowbench.h"

#include "app/core/check.h"
#include "app/ops/slots.h"
#include "db/store/outbox.h"
#include "db/store/records.h"

#include <algorithm>

namespace menzhen::test {

using nlohmann::json;

namespace {

constexpr int firstPatient = 101; ///< 999999198811201012, whom tests look up

store::Record recordOf(const store::Table& table, const json& row) {
    store::Record record(table);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].text)
            record.setCell(i, row[i].get<std::string>());
        else
            record.setCell(i, row[i].get<std::int64_t>());
    }
    return record;
}

} // namespace

void ClerkLink::request(ports::LinkRequest request, Answered answered) {
    sent.push_back(request);
    ports::LinkResponse response;
    if (weather != Weather::Away) response = clinic_.answer(request);
    const bool lost = !losesNext.empty() && request.path.ends_with(losesNext);
    if (lost) losesNext.clear();
    if (lost || weather != Weather::Fine) {
        later_(request.timeoutMs, [answered = std::move(answered)] {
            answered(core::fail(core::ErrorKind::Offline, "timeout"));
        });
        return;
    }
    later_(0, [answered = std::move(answered), response] { answered(response); });
}

FlowBench::FlowBench(const std::string& device, const std::string& role, int days,
                     const std::string& file)
    : clinic(Clinic::demo(":memory:", days)), device_(device) {
    database = std::move(*store::Database::open(file, store::StoreKind::Device));
    key = clinic->crypto.generateKey();
    const json body{
        {"id", device}, {"role", role}, {"public_key", clinic->crypto.publicPem(key->publicKey())}};
    clinic->must([&](clerk::Clerk& c) { return c.introduceDevice(body); });
    const auto post = [this](int ms, std::function<void()> run) { later(ms, std::move(run)); };
    link = std::make_unique<ClerkLink>(*clinic, post);
    restart();
    context = std::make_unique<flows::FlowContext>(
        flows::FlowContext{*journal, clinic->clock, clinic->chance, clinic->crypto, *key, *link,
                           &printer, "https://mz.example", post,
                           [this] { return (cut_ ? cutAtMs_ : clinic->clock.utcMs()) - 3000; },
                           [this] { return !cut_; }});
    pull();
}

void FlowBench::cut() {
    cut_ = true;
    cutAtMs_ = clinic->clock.utcMs();
    link->weather = ClerkLink::Weather::Away;
}

void FlowBench::heal() {
    cut_ = false;
    link->weather = ClerkLink::Weather::Fine;
}

void FlowBench::restart() {
    posted_.clear();
    if (!journal)
        journal = std::make_unique<sync::Journal>(*database, clinic->clerk->site(), device_,
                                                  clinic->crypto, clinic->clock, clinic->chance);
}

void FlowBench::later(int delayMs, std::function<void()> run) {
    posted_.push_back({clinic->clock.monotonicMs() + delayMs, order_++, std::move(run)});
}

void FlowBench::run() {
    for (int steps = 0; steps < 10'000; ++steps) {
        const auto due = std::min_element(posted_.begin(), posted_.end(), [](auto& a, auto& b) {
            return std::pair(a.atMs, a.order) < std::pair(b.atMs, b.order);
        });
        if (due == posted_.end() || due->atMs > clinic->clock.monotonicMs()) return;
        const auto task = std::move(due->run);
        posted_.erase(due);
        task();
    }
    MENZHEN_CHECK(false, "the flow thread never rests");
}

void FlowBench::advance(std::int64_t ms) {
    const std::int64_t until = clinic->clock.nowMs + ms;
    while (clinic->clock.nowMs < until) {
        clinic->clock.nowMs = std::min(until, clinic->clock.nowMs + 25);
        run();
    }
}

void FlowBench::pull() {
    const auto snapshot = clinic->view([](clerk::Views& v) { return v.snapshot("lobby"); });
    MENZHEN_CHECK(snapshot.has_value(), "no snapshot");
    const auto done = database->transact([&]() -> core::Result<void> {
        store::clearProjection(*database, clinic->clerk->site());
        for (const store::Table& table : store::tables())
            for (const json& row : (*snapshot)["tables"][std::string(table.name)]["rows"])
                store::upsert(*database, clinic->clerk->site(), recordOf(table, row), 0);
        return {};
    });
    MENZHEN_CHECK(done.has_value(), "the snapshot does not load");
    database->voidCaches();
}

void FlowBench::sync() {
    json ops = json::array();
    (void)database->read([&]() -> core::Result<void> {
        for (const store::OutboxOp& op : store::pendingOps(*database, 1000))
            ops.push_back(json::parse(op.op));
        return {};
    });
    const json answer = clinic->must([&](clerk::Clerk& c) {
        return c.acceptOps({{"device", device_}, {"ops", ops}});
    });
    verdicts.clear();
    (void)database->transact([&]() -> core::Result<void> {
        for (const json& v : answer["verdicts"]) {
            const auto code = v["code"].get<std::string>();
            verdicts.push_back(v["verdict"].get<std::string>() + (code.empty() ? "" : ":" + code));
            store::acknowledge(*database, 1, v["seq"], v["revision"], v["verdict"], code, 0);
        }
        return {};
    });
    pull();
}

json FlowBench::book(const std::string& session, int band, int day, const std::string& idNumber) {
    core::Result<json> held = core::refused("no-free-slot");
    const std::string elder = json{{"id_number", demoIdNumber(1, 19440302)}}.dump();
    const std::string place = "HA/" + ops::holdSealPlace(session, day);
    const std::string sealed = core::toHex(clinic->crypto.sealTo(
        clinic->keys.sealing->publicKey(), core::asBytes(elder), core::asBytes(place)));
    for (const char* channel : {"PHONE", "REGION", "RETURN", "WINDOW", "ELDER"}) {
        json hold{{"day", day},
                  {"session", session},
                  {"channel", channel},
                  {"holder", "anonymous"},
                  {"sealed", sealed}};
        if (band >= 0) hold["band"] = band;
        if (!held) held = clinic->act([&](clerk::Clerk& c) { return c.hold(hold); });
    }
    MENZHEN_CHECK(held.has_value(), "nothing is left to book");
    const int nth = firstPatient + booked_++;
    const json person{{"name", "王测试"},
                      // One registration a person, department and day.
                      {"id_number", idNumber.empty() ? demoIdNumber(nth) : idNumber},
                      {"phone", "19900000102"}};
    return clinic->must([&](clerk::Clerk& c) {
        return c.book({{"hold", (*held)["hold"]}, {"person", person}});
    });
}

std::int64_t FlowBench::count(const std::string& sql) {
    std::int64_t value = -1;
    const auto read = database->read([&]() -> core::Result<void> {
        store::Query query(*database, sql);
        if (query.step()) value = query.integer(0);
        return {};
    });
    MENZHEN_CHECK(read.has_value(), sql.c_str());
    return value;
}

std::string FlowBench::text(const std::string& sql) {
    std::string value;
    const auto read = database->read([&]() -> core::Result<void> {
        store::Query query(*database, sql);
        if (query.step()) value = query.text(0);
        return {};
    });
    MENZHEN_CHECK(read.has_value(), sql.c_str());
    return value;
}

} // namespace menzhen::test
