// SPDX-License-Identifier: Apache-2.0
#include "app/core/queueparameters.h"

#include <gtest/gtest.h>

namespace menzhen::core {
namespace {

using Interval = std::map<std::string, std::int64_t>;
using Numbers = std::vector<std::int64_t>;

struct ParameterCase {
    const char* name;
    ParameterValue value;
    const char* code;
};

void PrintTo(const ParameterCase& tried, std::ostream* out) {
    *out << tried.name;
}

class QueueParameter : public testing::TestWithParam<ParameterCase> {};

TEST_P(QueueParameter, IsTakenOrRefusedWhole) {
    const auto& [name, value, code] = GetParam();
    QueueParameters parameters;
    const auto set = setParameter(parameters, name, value);
    EXPECT_EQ(set ? "ok" : set.error().code, code) << name;
    if (set) {
        EXPECT_EQ(listParameters(parameters).at(name), value);
    } else {
        EXPECT_EQ(parameters, QueueParameters());
        EXPECT_EQ(set.error().kind, ErrorKind::Data);
        EXPECT_NE(set.error().detail.find(name), std::string::npos);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Good, QueueParameter,
    testing::Values(ParameterCase{"band", 15, "ok"}, ParameterCase{"early_open", -5, "ok"},
                    ParameterCase{"due_lead", 0, "ok"}, ParameterCase{"grace", -15, "ok"},
                    ParameterCase{"booked_first", false, "ok"},
                    ParameterCase{"within_band", std::string("checkin"), "ok"},
                    ParameterCase{"interval", Interval{{"P", 0}, {"R", 7}, {"M", 1}}, "ok"},
                    ParameterCase{"dynamic_r", false, "ok"}, ParameterCase{"max_side_run", 0, "ok"},
                    ParameterCase{"miss_gap", Numbers{5}, "ok"},
                    ParameterCase{"max_misses", 0, "ok"}, ParameterCase{"stage", 3, "ok"}));

INSTANTIATE_TEST_SUITE_P(
    Bad, QueueParameter,
    testing::Values(ParameterCase{"stages", 3, "unknown-parameter"},
                    ParameterCase{"", true, "unknown-parameter"},
                    ParameterCase{"band", 0, "bad-value"}, ParameterCase{"band", true, "bad-value"},
                    ParameterCase{"band", std::int64_t{1} << 31, "bad-value"},
                    ParameterCase{"stage", -1, "bad-value"},
                    ParameterCase{"max_side_run", -1, "bad-value"},
                    ParameterCase{"max_misses", -1, "bad-value"},
                    ParameterCase{"booked_first", 1, "bad-value"},
                    ParameterCase{"within_band", std::string("band"), "bad-value"},
                    ParameterCase{"interval", 2, "bad-value"},
                    ParameterCase{"interval", Interval{{"P", 1}, {"R", 2}}, "bad-value"},
                    ParameterCase{"interval", Interval{{"P", 1}, {"R", 2}, {"N", 3}}, "bad-value"},
                    ParameterCase{"interval", Interval{{"P", 1}, {"R", 2}, {"M", -1}}, "bad-value"},
                    ParameterCase{"miss_gap", Numbers{}, "bad-value"},
                    ParameterCase{"miss_gap", Numbers{3, -1}, "bad-value"},
                    ParameterCase{"miss_gap", Numbers(maxMissGaps + 1, 1), "bad-value"}));

TEST(QueueParameters, StartWithTheRulesDefaults) {
    const std::map<std::string, ParameterValue> wanted{
        {"band", 30},
        {"early_open", 30},
        {"due_lead", 10},
        {"grace", 0},
        {"booked_first", true},
        {"within_band", std::string("slot")},
        {"interval", Interval{{"P", 1}, {"R", 2}, {"M", 3}}},
        {"dynamic_r", true},
        {"max_side_run", 2},
        {"miss_gap", Numbers{3, 5}},
        {"max_misses", 3},
        {"stage", 0}};
    EXPECT_EQ(listParameters({}), wanted);
}

} // namespace
} // namespace menzhen::core
