package org.ldpi.sensor;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureProvider;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.detector.DetectorStatus;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.FlowCounters;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.flow.FlowHeadHandler;
import org.ldpi.api.flow.FlowTable;
import org.ldpi.api.flow.FlowTableFactory;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.flow.PacketStore;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.IpPacket;
import org.ldpi.api.packet.PacketHandler;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;

/** Stand-ins for everything around the sensor. */
final class Fakes {
    private Fakes() {}

    static ModelSignature signature(String profile, int packets) {
        return new ModelSignature(profile, new SampleShape(packets, 60), Direction.ONE_WAY);
    }

    static ServingModel model(ModelSignature signature) {
        Model model = new Model(
                new ModelId("m", "1"),
                signature,
                new EncoderSpec("none", signature.shape(), 1, Map.of()),
                ByteBuffer.allocate(0),
                new Centres(new float[] {0}, 1),
                new Calibration(new double[] {1}),
                Map.of(),
                List.of(new GoldenSample(new byte[signature.shape().size()], 0)),
                Map.of(),
                "");
        return new ServingModel(model, new Encoder() {
            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public void encode(byte[] samples, int count, float[] embeddings) {}

            @Override
            public void close() {}
        });
    }

    static Quantizer quantizer(String profile) {
        return new Quantizer() {
            @Override
            public String profile() {
                return profile;
            }

            @Override
            public void quantize(IpPacket packet, byte[] row, int offset, int length) {}
        };
    }

    /** Packets come when a test sends them; {@link #END} ends the capture, {@link #BREAK} breaks it. */
    static final class Source implements Capture, CaptureProvider {
        static final long END = -1;
        static final long BREAK = -2;
        /** A poll in which no packet came. */
        static final long NOTHING = -3;

        private final boolean live;
        private final BlockingQueue<Long> packets = new LinkedBlockingQueue<>();
        private final BlockingQueue<long[]> together = new LinkedBlockingQueue<>();
        private final CapturedPacket view = new CapturedPacket();
        private long polled;
        volatile boolean closed;
        volatile CaptureRequest request;
        volatile String refusal;

        Source(boolean live) {
            this.live = live;
        }

        void send(long... timestamps) {
            for (long timestamp : timestamps) {
                packets.add(timestamp);
            }
        }

        @Override
        public String kind() {
            return live ? LIVE : FILE;
        }

        @Override
        public Capture open(CaptureRequest what) throws CaptureException {
            if (refusal != null) {
                throw new CaptureException(refusal);
            }
            request = what;
            closed = false;
            polled = 0;
            return this;
        }

        @Override
        public String name() {
            return request.source();
        }

        @Override
        public boolean live() {
            return live;
        }

        /** Sends packets that come together. */
        void sendTogether(long... times) {
            together.add(times);
        }

        private int handOn(long[] times, PacketHandler handler) {
            CapturedPacket[] views = new CapturedPacket[times.length];
            for (int i = 0; i < views.length; i++) {
                views[i] = new CapturedPacket().wrap(ByteBuffer.allocate(64), 0, 64, 64, times[i], 1);
            }
            polled += views.length;
            handler.onPackets(views, views.length);
            return views.length;
        }

        @Override
        public int poll(PacketHandler handler, int limit) throws CaptureException {
            long[] times = together.poll();
            if (times != null) {
                return handOn(times, handler);
            }
            Long next;
            try {
                next = packets.poll(10, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 0;
            }
            if (next == null || next == NOTHING) {
                return 0;
            }
            if (next == END) {
                return Capture.END;
            }
            if (next == BREAK) {
                throw new CaptureException(name() + ": ends within a packet");
            }
            polled++;
            handler.onPacket(view.wrap(ByteBuffer.allocate(64), 0, 64, 64, next, 1));
            return 1;
        }

        @Override
        public CaptureStatistics statistics() {
            return new CaptureStatistics(polled, 64 * polled, 0, 0, 0, CaptureStatistics.RUNNING);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /**
     * Tables in which packets of one time are a flow, whose head stays open until the table is closed or told that it was
     * idle.
     */
    static final class Tables implements FlowTableFactory {
        final List<FlowTableOptions> made = new ArrayList<>();
        final BlockingQueue<Long> times = new LinkedBlockingQueue<>();
        /** How many packets came together, each time that some did. */
        final BlockingQueue<Integer> together = new LinkedBlockingQueue<>();

        volatile Error failure;
        volatile Error failOnce;
        volatile PacketStore store;

        @Override
        public synchronized FlowTable create(FlowTableOptions options, Quantizer quantizer, FlowHeadHandler handler) {
            if (failure != null) {
                throw failure;
            }
            if (failOnce != null) {
                Error thrown = failOnce;
                failOnce = null;
                throw thrown;
            }
            made.add(options);
            return new FlowTable() {
                private final List<Long> open = new ArrayList<>();
                private long read;
                private long closed;
                private String capture;

                @Override
                public void onPacket(CapturedPacket packet) {
                    if (packet.timestampNanos() % options.share().count()
                            != options.share().index()) {
                        return;
                    }
                    open.add(packet.timestampNanos());
                    read++;
                }

                @Override
                public void onPackets(CapturedPacket[] packets, int count) {
                    together.add(count);
                    FlowTable.super.onPackets(packets, count);
                }

                @Override
                public boolean onKnownFlow(CapturedPacket packet) {
                    if (!open.contains(packet.timestampNanos())) {
                        return false;
                    }
                    read++;
                    return true;
                }

                @Override
                public void packets(PacketStore now) {
                    store = now;
                }

                @Override
                public void capture(String name) {
                    capture = name;
                }

                @Override
                public void advanceTo(long nowNanos) {
                    times.add(nowNanos);
                }

                @Override
                public void closeAll() {
                    for (long time : open) {
                        handler.onHead(new FlowHead(options.shape())
                                .key(4, 1, 2, 6, 0)
                                .seen(1, time, time, CloseReason.SHUTDOWN)
                                .capture(capture));
                        closed++;
                    }
                    open.clear();
                }

                @Override
                public FlowCounters counters() {
                    return new FlowCounters(
                            read,
                            read,
                            Map.of(),
                            Map.of(CloseReason.SHUTDOWN, closed),
                            open.size(),
                            open.size(),
                            options.maxFlows(),
                            0);
                }
            };
        }
    }

    /** Has room for as many heads as a test permits. */
    static final class Heads implements Detector {
        record Head(long time, ModelSignature signature, boolean waited) {}

        final BlockingQueue<Head> heads = new LinkedBlockingQueue<>();
        final BlockingQueue<Head> shadowHeads = new LinkedBlockingQueue<>();
        final Semaphore room = new Semaphore(1_000_000);

        @Override
        public boolean offer(FlowHead head, ModelSignature signature) {
            return room.tryAcquire() && heads.add(new Head(head.endNanos(), signature, false));
        }

        @Override
        public void put(FlowHead head, ModelSignature signature) throws InterruptedException {
            room.acquire();
            heads.add(new Head(head.endNanos(), signature, true));
        }

        @Override
        public void offerShadow(FlowHead head, ModelSignature signature) {
            shadowHeads.add(new Head(head.endNanos(), signature, false));
        }

        @Override
        public boolean awaitDecided(Duration atMost) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Verdict> recent(int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DetectorStatus status() {
            throw new UnsupportedOperationException();
        }
    }
}
