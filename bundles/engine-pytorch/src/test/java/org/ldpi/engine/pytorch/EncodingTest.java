package org.ldpi.engine.pytorch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.ldpi.api.encoder.EncoderException;

class EncodingTest {
    @Test
    void eachPartIsDoneOnce() throws Exception {
        AtomicIntegerArray done = new AtomicIntegerArray(5);
        Encoding.together(5, done::incrementAndGet);
        for (int part = 0; part < 5; part++) {
            assertEquals(1, done.get(part));
        }
    }

    @Test
    void whenOnePartFailsTheOthersAreDoneBeforeItIsSaid() {
        CountDownLatch left = new CountDownLatch(4);
        EncoderException thrown = assertThrows(
                EncoderException.class,
                () -> Encoding.together(5, part -> {
                    if (part == 2) {
                        throw new EncoderException("part 2");
                    }
                    left.countDown();
                }));
        assertEquals("part 2", thrown.getMessage());
        assertEquals(0, left.getCount());
    }

    @Test
    void whatNobodyExpectedIsAFailureOfTheBatch() {
        EncoderException thrown = assertThrows(
                EncoderException.class,
                () -> Encoding.together(2, part -> {
                    throw new IllegalStateException("broken");
                }));
        assertTrue(thrown.getMessage().contains("broken"), thrown.getMessage());
    }

    @Test
    void anInterruptIsKeptForTheCaller() throws Exception {
        Thread.currentThread().interrupt();
        Encoding.together(3, part -> {});
        assertTrue(Thread.interrupted());
    }

    @Test
    void whereTheHelpersAreBusyWithAnothersBatchTheCallerDoesAllPartsItself() throws Exception {
        int threads = Encoding.threads();
        CountDownLatch busy = new CountDownLatch(threads);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            try {
                Encoding.together(threads, part -> {
                    busy.countDown();
                    await(mayEnd);
                });
            } catch (EncoderException e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();
        busy.await();
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        Encoding.together(4, part -> workers.add(Thread.currentThread()));
        mayEnd.countDown();
        other.join();
        assertEquals(Set.of(Thread.currentThread()), workers);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
