package org.ldpi.lab.net;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.ldpi.lab.plan.Seeds;
import org.ldpi.lab.scenario.Scenario;

/**
 * A program of its own that forwards packets between pairs of tun devices and delays and loses them by a schedule drawn
 * from a seed: what netem does where the kernel has it. It makes the devices {@code tunN} and {@code tunNb} in the
 * namespace it is started in; either end may be moved elsewhere afterwards. It runs until it is ended.
 *
 * <p>Losses come in bursts, by the two states of Gilbert's model (Bell System Technical Journal 39, 1960).
 */
public final class LossyLinks {
    /** What it prints when all devices are there. */
    static final String READY = "ready";

    private static final int QUEUE = 1000;
    private static final int MAX_PACKET = 65_536;
    /** Chance of leaving the losing state with each packet: bursts are two packets long on average. */
    private static final double RECOVERY = 0.5;

    // linux/if_tun.h and fcntl.h; the request's number holds the size of an int, as of history.
    private static final NativeLong TUNSETIFF = new NativeLong(0x400454ca);
    private static final int IFF_TUN_NO_PI = 0x1001;
    private static final int O_RDWR = 2;
    private static final int IFREQ = 40;
    private static final int NAME = 16;

    static {
        Native.register("c");
    }

    private LossyLinks() {}

    private static native int open(String path, int flags) throws LastErrorException;

    private static native int ioctl(int file, NativeLong request, byte[] argument) throws LastErrorException;

    private static native NativeLong read(int file, byte[] bytes, NativeLong length) throws LastErrorException;

    private static native NativeLong write(int file, byte[] bytes, NativeLong length) throws LastErrorException;

    /**
     * Forwards until it is ended.
     *
     * @param arguments the seed, then {@code delayMillis,jitterMillis,loss} of each link
     * @throws InterruptedException never, as nobody interrupts it
     */
    public static void main(String[] arguments) throws InterruptedException {
        Seeds seeds = new Seeds(Long.parseLong(arguments[0]));
        List<Direction> directions = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            String[] fields = arguments[i].split(",");
            Scenario.Link link = new Scenario.Link(
                    Double.parseDouble(fields[0]), Double.parseDouble(fields[1]), Double.parseDouble(fields[2]));
            String name = "tun" + (i - 1);
            int near = device(name);
            int far = device(name + "b");
            directions.add(new Direction(name + " out", near, far, link, seeds.random(name + " out")));
            directions.add(new Direction(name + " in", far, near, link, seeds.random(name + " in")));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> directions.forEach(d -> System.out.println(d.counts()))));
        List<Thread> threads = new ArrayList<>();
        for (Direction direction : directions) {
            threads.add(new Thread(direction::receive, direction.name + " receive"));
            threads.add(new Thread(direction::send, direction.name + " send"));
        }
        threads.forEach(Thread::start);
        System.out.println(READY);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static int device(String name) {
        int file = open("/dev/net/tun", O_RDWR);
        byte[] request = new byte[IFREQ];
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, request, 0, text.length);
        request[NAME] = (byte) IFF_TUN_NO_PI;
        request[NAME + 1] = (byte) (IFF_TUN_NO_PI >> 8);
        ioctl(file, TUNSETIFF, request);
        return file;
    }

    /** A packet and when it is due. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Waiting(byte[] packet, long dueNanos) {}

    /** One direction of a link: a thread that receives and one that sends when packets are due. */
    private static final class Direction {
        private final String name;
        private final int from;
        private final int to;
        private final Scenario.Link link;
        private final Random random;
        private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(QUEUE);
        private final AtomicLong forwarded = new AtomicLong();
        private final AtomicLong lost = new AtomicLong();
        private final AtomicLong overflown = new AtomicLong();
        private final AtomicLong refused = new AtomicLong();
        private boolean losing;
        private long lastDue;

        Direction(String name, int from, int to, Scenario.Link link, Random random) {
            this.name = name;
            this.from = from;
            this.to = to;
            this.link = link;
            this.random = random;
            lastDue = System.nanoTime();
        }

        void receive() {
            byte[] buffer = new byte[MAX_PACKET];
            while (true) {
                int length;
                try {
                    length = read(from, buffer, new NativeLong(buffer.length)).intValue();
                } catch (LastErrorException e) {
                    // A device that is down or moving between namespaces has nothing to read yet.
                    pause(10_000_000L);
                    continue;
                }
                if (loses()) {
                    lost.incrementAndGet();
                    continue;
                }
                long due = System.nanoTime()
                        + (long) (1e6 * (link.delayMillis() + link.jitterMillis() * random.nextDouble()));
                // Packets keep their order, as on a link.
                lastDue = due - lastDue > 0 ? due : lastDue;
                if (!queue.offer(new Waiting(Arrays.copyOf(buffer, length), lastDue))) {
                    overflown.incrementAndGet();
                }
            }
        }

        private boolean loses() {
            double loss = link.loss();
            double begins = loss * RECOVERY / (1 - loss);
            losing = random.nextDouble() < (losing ? 1 - RECOVERY : begins);
            return losing;
        }

        void send() {
            while (true) {
                try {
                    Waiting next = queue.take();
                    pause(next.dueNanos - System.nanoTime());
                    write(to, next.packet, new NativeLong(next.packet.length));
                    forwarded.incrementAndGet();
                } catch (LastErrorException e) {
                    refused.incrementAndGet();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }

        private static void pause(long nanos) {
            if (nanos > 0) {
                try {
                    TimeUnit.NANOSECONDS.sleep(nanos);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        String counts() {
            return name + ": " + forwarded + " forwarded, " + lost + " lost, " + overflown + " overflown, " + refused
                    + " refused";
        }
    }
}
