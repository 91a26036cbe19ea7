# SPDX-License-Identifier: Apache-2.0
# Qt lives at the edge: only rooms that call these functions see it.
if(QT_KNOWN_POLICY_QTP0001)
    qt_policy(SET QTP0001 NEW)
endif()

# menzhen_qt_test(NAME SOURCES file... LINKS target...): Qt Test, offscreen, software rendering.
function(menzhen_qt_test name)
    cmake_parse_arguments(TEST "" "" "SOURCES;LINKS" ${ARGN})
    find_package(Qt6 6.4 REQUIRED COMPONENTS Test QuickTest)
    add_executable(tst_${name} ${TEST_SOURCES})
    set_target_properties(tst_${name} PROPERTIES AUTOMOC ON)
    target_include_directories(tst_${name} PRIVATE ${PROJECT_SOURCE_DIR})
    target_compile_definitions(tst_${name} PRIVATE
        MENZHEN_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data" MENZHEN_RESOURCES="${PROJECT_SOURCE_DIR}/resources")
    target_link_libraries(tst_${name} PRIVATE ${TEST_LINKS} Qt6::Test menzhen_warnings)
    target_compile_options(tst_${name} PRIVATE ${MENZHEN_TEST_OPTIONS})
    add_test(NAME ${name} COMMAND tst_${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT 180 ENVIRONMENT
        "QT_QPA_PLATFORM=offscreen;QT_QUICK_BACKEND=software;LC_ALL=C.UTF-8;TZ=UTC")
endfunction()
