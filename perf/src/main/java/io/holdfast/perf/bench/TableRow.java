package io.holdfast.perf.bench;

import java.util.List;

/**
 * A row of the table of targets, and the command that measures it.
 *
 * @param id by which the row is chosen, and its files are named
 * @param figure in words
 * @param command arguments of {@code holdfast bench}
 */
record TableRow(String id, String figure, List<String> command) {
    private TableRow(final String id, final String figure, final String line) {
        this(id, figure, List.of(line.split(" ")));
    }

    /** All rows, in their order. */
    static List<TableRow> all() {
        return List.of(
                new TableRow(
                        "nat-1k",
                        "NAT, 64-byte, 1k flows, one worker, memory port, unprotected; bytes allocated per packet",
                        "throughput --flows 1000 --rounds 9 --want 12000000 --want-bytes 0.01"),
                new TableRow("nat-100k", "the same, 100k flows", "throughput --flows 100000 --rounds 9 --want 8000000"),
                new TableRow("nat-1m", "the same, 1M flows", "throughput --flows 1000000 --rounds 9 --want 5000000"),
                new TableRow(
                        "nat-sizes",
                        "NAT by frame size",
                        "throughput --flows 1000 --frames 64,128,256,512,1024,1280,1518,imix --rounds 5 --seconds 0.5"
                                + " --warm-up 1"),
                new TableRow(
                        "protected-established",
                        "protected / unprotected throughput, established flows",
                        "overhead --stepped --modes unprotected,all,changes --rounds 9 --want all=0.70,changes=0.95"),
                new TableRow(
                        "protected-new",
                        "protected / unprotected, 10 % new flows per packet",
                        "overhead --stepped --modes unprotected,all,changes --new-flows 10 --rounds 9"
                                + " --want changes=0.80"),
                new TableRow(
                        "latency-changes",
                        "added median latency for packets that change state",
                        "latency --stepped --modes unprotected,all,changes --flows 10 --new-flows 100 --rate 10000"
                                + " --rounds 7 --seconds 1 --want-echoes 1.5"),
                new TableRow(
                        "latency-established",
                        "added median latency for packets of established flows",
                        "latency --stepped --modes unprotected,all,changes --flows 1000 --rate 10000 --rounds 7"
                                + " --seconds 1 --want-added-us 1"),
                new TableRow(
                        "failover",
                        "master killed -> first packet through the new one, hot replay, 100k flows, fast profile",
                        "failover --flows 100000 --node-setting failover.profile=fast --rounds 7 --want 25"
                                + " --want-rebuild 5"),
                new TableRow(
                        "new-flows-lab",
                        "new flows per second through the protected pair in the namespace lab / unprotected",
                        "overhead --via namespaces --modes unprotected,changes --flows 10 --new-flows 100"
                                + " --rounds 5 --seconds 2 --idle yield --want-elapsed changes=0.8"),
                new TableRow(
                        "replay-all",
                        "lazy replay of 100 ms of log at full rate, log: all",
                        "replay --flows 1000 --rounds 15 --want 40"),
                new TableRow(
                        "replay-changes",
                        "the same, log: changes, 10 % new flows per packet",
                        "replay --log changes --flows 1000 --new-flows 10 --rounds 15 --want 40"),
                new TableRow("join", "a replica joins, 100k flows", "join --flows 100000 --idle yield"),
                new TableRow(
                        "start",
                        "memory per NAT flow, both directions; start with 1M flows",
                        "start --flows 1000000 --want-bytes 128 --want-ms 1000"));
    }
}
