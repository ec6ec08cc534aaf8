package io.holdfast.perf.bench;

import picocli.CommandLine.Command;

/** {@code holdfast bench}: throughput, latency and failover, each with its checks. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measure the box: throughput, latency, failover, what protection costs.",
            "Every packet that comes back is checked. No figure is printed if packets were lost, misrouted or corrupted,"
                    + " or if the generator and not the box was the limit."
        },
        synopsisSubcommandLabel = "MEASUREMENT",
        subcommands = {
            ThroughputCommand.class,
            OverheadCommand.class,
            CostCommand.class,
            LatencyCommand.class,
            FailoverCommand.class,
            PcapCommand.class,
            ReplayCommand.class,
            JoinCommand.class,
            FloodCommand.class,
            StartCommand.class,
            CompareCommand.class,
            TableCommand.class
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:measured",
            "1:no figure, with the reason; for compare: worse beyond the threshold",
            "2:wrong command line"
        })
public final class BenchCommand {}
