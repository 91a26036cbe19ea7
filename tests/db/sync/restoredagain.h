// SPDX-License-Identifier: Apache-2.0
// A registry that is restored while two kiosks know more than it does.
#pragma once

#include "tests/db/sync/history.h"

namespace menzhen::test {

inline nlohmann::json book(Clinic& clinic, const std::string& name) {
    const char* number = name == "甲" ? "999999198801011012" : "999999198801011020";
    const nlohmann::json held = clinic.must([](clerk::Clerk& c) {
        return c.hold({{"day", monday}, {"session", "DEPA-D1-AM"}, {"channel", "KIOSK"}});
    });
    return clinic.must([&](clerk::Clerk& c) {
        return c.book(
            {{"hold", held["hold"]}, {"person", {{"name", name}, {"id_number", number}}}});
    });
}

class RestoredAgain : public History {
protected:
    std::string stateOf(const nlohmann::json& booking) {
        std::string state = "gone";
        (void)clinic->database->read([&]() -> core::Result<void> {
            store::Query q(*clinic->database, "SELECT state FROM booking WHERE id = ?");
            q.bind(booking["id"].get<std::string>());
            if (q.step()) state = q.text(0);
            return {};
        });
        return state;
    }

    std::string textOf(const std::string& sql) {
        std::string text;
        (void)clinic->database->read([&]() -> core::Result<void> {
            store::Query q(*clinic->database, sql);
            if (q.step()) text = q.text(0);
            return {};
        });
        return text;
    }

    std::string numberOf(const nlohmann::json& booking) {
        return textOf("SELECT number FROM booking WHERE id = '" + booking["id"].get<std::string>() +
                      "'");
    }

    /// "A001booked": how the booking's ticket is called and seen.
    std::string entryOf(const nlohmann::json& booking) {
        return textOf("SELECT number || kind FROM entry WHERE booking = '" +
                      booking["id"].get<std::string>() + "'");
    }

    void print(TinyDevice& kiosk, const nlohmann::json& booking, const std::string& number) {
        auto code = booking["short_code"].get<std::string>();
        code.erase(code.find('-'), 1); // as people read it
        ASSERT_TRUE(kiosk.commit("ticket.issued", {{"ticket", "00000000" + code},
                                                   {"kind", "booked"},
                                                   {"booking", booking["id"]},
                                                   {"session", booking["session"]},
                                                   {"slot", booking["slot"]},
                                                   {"queue", "DEPA-D1"},
                                                   {"half", "AM"},
                                                   {"number", number},
                                                   {"band", booking["band"]},
                                                   {"zone", "1A"},
                                                   {"short_code", code},
                                                   {"masked", "王*"}}));
    }

    /// Of the kiosk's own series, and checked in.
    void printOwn(TinyDevice& kiosk) {
        ASSERT_TRUE(kiosk.commit("ticket.issued", {{"ticket", "00000000000000a1"},
                                                   {"kind", "extra"},
                                                   {"session", "DEPA-D1-AM"},
                                                   {"queue", "DEPA-D1"},
                                                   {"half", "AM"},
                                                   {"number", "A01-01"},
                                                   {"band", 480},
                                                   {"zone", "1A"},
                                                   {"short_code", "7G0MX2A4"},
                                                   {"masked", "王*"}}));
        ASSERT_TRUE(kiosk.commit("entry.checked_in", {{"entry", "00000000000000a1"}}));
    }

    void callFirst() {
        const nlohmann::json called = clinic->must([](clerk::Clerk& c) {
            return c.callNext("DEPA-D1", {{"station", "S1"}, {"half", "AM"}, {"room", "101"}});
        });
        ASSERT_EQ(called["result"], "00000000000000a1");
    }

    std::unique_ptr<TinyDevice> other(std::uint64_t seed) {
        return std::make_unique<TinyDevice>(*clinic, "K02", storeOfTest("k2"), seed, key);
    }

    void comeBack(TinyDevice& device) {
        device.courier->liveBroke();
        clinic->clock.nowMs += 30'000;
        settle(device);
    }
};

} // namespace menzhen::test
