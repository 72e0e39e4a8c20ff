package org.ldpi.training.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PickleTest {
    private static final Pickle.Storages FOUR_FLOATS = key -> ByteBuffer.wrap(new byte[16]);

    @Test
    void plainValuesAreBuilt() throws Exception {
        byte[] pickle = new PickleWriter()
                .op('}')
                .op('(')
                .text("numbers")
                .op(']')
                .op('(')
                .op('K')
                .op(200)
                .op('M')
                .op(1)
                .op(2)
                .number(-5)
                .number(0.5)
                .op(0x8a)
                .op(2)
                .op(0xff)
                .op(0xff)
                .op(0x8a)
                .op(0)
                .numpy(1e-3)
                .op('e')
                .text("flags")
                .op(0x88)
                .op(0x89)
                .op('N')
                .op(0x87)
                .op('u')
                .end();
        Map<?, ?> map = (Map<?, ?>) load(pickle);
        assertEquals(List.of("numbers", "flags"), List.copyOf(map.keySet()));
        assertEquals(List.of(200L, 513L, -5L, 0.5, -1L, 0L, 1e-3), map.get("numbers"));
        assertEquals(Arrays.asList(true, false, null), map.get("flags"));
    }

    @TestFactory
    Stream<DynamicTest> whatIsNotDataIsRefusedByItsName() {
        return Stream.of(
                refused(
                        "a call of the system",
                        "'os.system', which is not allowed",
                        p -> p.global("os", "system")
                                .text("touch /tmp/here")
                                .op(0x85)
                                .op('R')),
                refused("eval", "'builtins.eval'", p -> p.global("builtins", "eval")),
                refused("Python 2's eval", "'__builtin__.eval'", p -> p.global("__builtin__", "eval")),
                refused("getattr", "'builtins.getattr'", p -> p.global("builtins", "getattr")),
                refused("a name over many lines", "more than 200", p -> p.global("x".repeat(500), "y")),
                refused("control characters", "'o??s.system'", p -> p.global("o\u001b\u0007s", "system")),
                refused("an object of a class", "operation 0x81", p -> p.op(')').op(0x81)),
                refused(
                        "an instance",
                        "operation 0x69",
                        p -> p.op('i').raw("os\nsystem\n".getBytes(StandardCharsets.US_ASCII))),
                refused(
                        "a class from the stack",
                        "operation 0x93",
                        p -> p.text("os").text("system").op(0x93)),
                refused("an extension", "operation 0x82", p -> p.op(0x82).op(1)),
                refused(
                        "a string of protocol 0",
                        "operation 0x53",
                        p -> p.op('S').raw("'a'\n".getBytes(StandardCharsets.US_ASCII))),
                refused("an object by name", "operation 0x6f", p -> p.op('(').op('o')),
                refused(
                        "a storage's state",
                        "state of something else",
                        p -> p.text("a").op('}').op('b')),
                refused(
                        "a call of text",
                        "another kind",
                        p -> p.text("a").op(')').op('R')),
                refused(
                        "a call with too few",
                        "REBUILD_TENSOR is called with 0",
                        p -> p.global("torch._utils", "_rebuild_tensor_v2")
                                .op(')')
                                .op('R')),
                refused(
                        "a dictionary from arguments",
                        "OrderedDict is made from",
                        p -> p.global("collections", "OrderedDict")
                                .op('N')
                                .op(0x85)
                                .op('R')),
                refused(
                        "numbers in the other order",
                        "little-endian",
                        p -> p.global("numpy", "dtype")
                                .text("f8")
                                .op(0x85)
                                .op('R')
                                .number(3)
                                .text(">")
                                .op(0x86)
                                .op('b')),
                refused(
                        "numpy's objects",
                        "numpy type 'O'",
                        p -> p.global("numpy.core.multiarray", "scalar")
                                .global("numpy", "dtype")
                                .text("O")
                                .op(0x85)
                                .op('R')
                                .global("_codecs", "encode")
                                .text("x")
                                .text("latin1")
                                .op(0x86)
                                .op('R')
                                .op(0x86)
                                .op('R')),
                refused(
                        "another text code",
                        "otherwise than by latin1",
                        p -> p.global("_codecs", "encode")
                                .text("x")
                                .text("rot13")
                                .op(0x86)
                                .op('R')));
    }

    @TestFactory
    Stream<DynamicTest> tensorsThatReachOutAreRefused() {
        return Stream.of(
                refused("too long", "reaches out of its storage of 4 values", p -> tensor(p, 4, 0, 5, 1)),
                refused("behind the end", "reaches out", p -> tensor(p, 4, 2, 3, 1)),
                refused("before the beginning", "reaches out", p -> tensor(p, 4, -1, 3, 1)),
                refused("of negative size", "not contiguous", p -> tensor(p, 4, 0, -1, 1)),
                refused("with gaps", "not contiguous", p -> tensor(p, 4, 0, 2, 2)),
                refused(
                        "of a size that overflows",
                        "reaches out",
                        p -> p.global("torch._utils", "_rebuild_tensor_v2")
                                .op('(')
                                .storage(0, "FloatStorage", 4)
                                .number(0)
                                .op('(')
                                .number(1 << 30)
                                .number(1 << 30)
                                .number(16)
                                .op('t')
                                .op('(')
                                .number(0)
                                .number(16)
                                .number(1)
                                .op('t')
                                .op('t')
                                .op('R')),
                refused("of a storage of another size", "has 16 bytes for 5 values", p -> tensor(p, 5, 0, 4, 1)),
                refused(
                        "of a storage that is no number",
                        "storage '../0'",
                        p -> p.op('(')
                                .text("storage")
                                .global("torch", "FloatStorage")
                                .text("../0")
                                .text("cpu")
                                .number(4)
                                .op('t')
                                .op('Q')),
                refused("of an unknown storage", "'torch.QInt8Storage'", p -> p.storage(0, "QInt8Storage", 4)),
                refused(
                        "of something else",
                        "persistent id that is no storage",
                        p -> p.text("x").op(0x85).op('Q')),
                refused(
                        "of no storage",
                        "another kind",
                        p -> p.global("torch._utils", "_rebuild_tensor_v2")
                                .op('(')
                                .text("x")
                                .number(0)
                                .op(')')
                                .op(')')
                                .op('t')
                                .op('R')));
    }

    @TestFactory
    Stream<DynamicTest> brokenAndOversizedPicklesAreRefused() {
        byte[] endless = new byte[3_000_000];
        Arrays.fill(endless, (byte) 'N');
        byte[] memos = new byte[2 + 5_000_002];
        PickleWriter doubling =
                new PickleWriter().text("x".repeat(60_000)).op('q').op(0);
        for (int i = 0; i < 100_000; i++) {
            doubling.global("_codecs", "encode")
                    .op('h')
                    .op(0)
                    .text("latin1")
                    .op(0x86)
                    .op('R');
        }
        memos[0] = (byte) 0x80;
        memos[1] = 2;
        Arrays.fill(memos, 2, memos.length, (byte) ')');
        return Stream.of(
                refused("nothing", "ends too early", new byte[0]),
                refused("another protocol", "not a pickle of protocol 2", new byte[] {(byte) 0x80, 4, '.'}),
                refused("no end", "ends too early", new PickleWriter().op('N').bytes()),
                refused("an end with nothing", "stack is empty", new PickleWriter().end()),
                refused(
                        "a text of 4 GB",
                        "a text of 4294967295 bytes",
                        new PickleWriter().op('X').little(-1).end()),
                refused(
                        "a text that is cut",
                        "ends too early",
                        new PickleWriter().op('X').little(9).end()),
                refused(
                        "a long number",
                        "integer of 255 bytes",
                        new PickleWriter().op(0x8a).op(255).end()),
                refused("no mark", "no mark", new PickleWriter().op('N').op('t').end()),
                refused(
                        "a key without value",
                        "key without",
                        new PickleWriter().op('}').op('(').op('N').op('u').end()),
                refused(
                        "a list as key",
                        "another kind",
                        new PickleWriter().op('}').op(']').op('N').op('s').end()),
                refused(
                        "nothing kept",
                        "kept under 7",
                        new PickleWriter().op('h').op(7).end()),
                refused(
                        "endless values",
                        "more than 500000",
                        new PickleWriter().raw(endless).end()),
                refused("endless tuples", "more than 500000", memos),
                refused("text over and over", "more than 500000", doubling.end()));
    }

    @Test
    void aValueThatHoldsItselfIsNeitherFollowedNorHashed() throws Exception {
        byte[] pickle =
                new PickleWriter().op(']').op('q').op(0).op('h').op(0).op('a').end();
        List<?> list = (List<?>) load(pickle);
        assertTrue(list.get(0) == list);
    }

    @Test
    void noiseAndDamagedPicklesEndInARefusalOrAValueButNeverOtherwise() {
        byte[] sound = new PickleWriter()
                .op('}')
                .op('(')
                .text("a")
                .tensor(0, 2, 2)
                .text("b")
                .numpy(1)
                .op('u')
                .end();
        Random random = new Random(2);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = i % 2 == 0 ? sound.clone() : Arrays.copyOf(sound, random.nextInt(sound.length));
            for (int k = random.nextInt(4); k >= 0 && damaged.length > 2; k--) {
                damaged[2 + random.nextInt(damaged.length - 2)] = (byte) random.nextInt();
            }
            try {
                load(damaged);
            } catch (CheckpointException e) {
                refused++;
                assertFalse(e.getMessage().contains("\n"));
            }
        }
        assertTrue(refused > 10_000, refused + " refused");
    }

    private static PickleWriter tensor(PickleWriter p, int values, int offset, int size, int stride) {
        return p.global("torch._utils", "_rebuild_tensor_v2")
                .op('(')
                .storage(0, "FloatStorage", values)
                .number(offset)
                .number(size)
                .op(0x85)
                .number(stride)
                .op(0x85)
                .op('t')
                .op('R');
    }

    private static DynamicTest refused(String what, String reason, UnaryOperator<PickleWriter> program) {
        return refused(what, reason, program.apply(new PickleWriter()).end());
    }

    private static DynamicTest refused(String what, String reason, byte[] pickle) {
        return DynamicTest.dynamicTest(what, () -> {
            CheckpointException thrown = assertThrows(CheckpointException.class, () -> load(pickle));
            assertTrue(thrown.getMessage().contains(reason), thrown.getMessage());
        });
    }

    private static Object load(byte[] pickle) throws CheckpointException {
        return new Pickle(ByteBuffer.wrap(pickle), FOUR_FLOATS).load();
    }
}
