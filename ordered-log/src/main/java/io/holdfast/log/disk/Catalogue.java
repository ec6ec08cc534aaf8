package io.holdfast.log.disk;

import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import io.aeron.archive.client.AeronArchive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The generations of an archive, put together from its recordings. Called by the node's thread. */
final class Catalogue {
    private static final int MAX_RECORDINGS = 1 << 16;

    private final AeronArchive archive;
    private final long readTimeoutNs;
    private final Map<Generation, Map<Integer, Recording>> found = new LinkedHashMap<>();

    /** One stream of a generation; a stream that was begun twice counts as its last. */
    record Recording(long id, long startPosition) {}

    Catalogue(final AeronArchive archive, final long readTimeoutNs) {
        this.archive = archive;
        this.readTimeoutNs = readTimeoutNs;
        archive.listRecordings(
                0,
                MAX_RECORDINGS,
                (control,
                        correlation,
                        recordingId,
                        startNs,
                        stopNs,
                        start,
                        stop,
                        initialTerm,
                        segment,
                        term,
                        mtu,
                        session,
                        stream,
                        strippedChannel,
                        originalChannel,
                        source) -> add(recordingId, start, stream, originalChannel));
    }

    private void add(final long recordingId, final long start, final int stream, final String channel) {
        final String alias = ChannelUri.parse(channel).get(CommonContext.ALIAS_PARAM_NAME, "");
        Generation.parse(alias).ifPresent(generation -> {
            // Recordings are listed in the order in which they were begun; a generation is as old as its last.
            final Map<Integer, Recording> streams = found.getOrDefault(generation, new LinkedHashMap<>());
            found.remove(generation);
            streams.put(stream, new Recording(recordingId, start));
            found.put(generation, streams);
        });
    }

    /** Those that have a recording of the snapshot and of every worker, oldest first. */
    List<StoredGeneration> generations() {
        final List<StoredGeneration> whole = new ArrayList<>();
        found.forEach((generation, streams) -> {
            if (streams.size() == 1 + generation.workers()) {
                whole.add(new StoredGeneration(archive, generation, streams, readTimeoutNs));
            }
        });
        return whole;
    }

    /** Deletes the recordings of all others. */
    void purgeAllBut(final Generation kept) {
        found.forEach((generation, streams) -> {
            if (!generation.equals(kept)) {
                streams.values().forEach(recording -> archive.purgeRecording(recording.id()));
            }
        });
    }
}
