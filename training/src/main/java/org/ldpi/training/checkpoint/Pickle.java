package org.ldpi.training.checkpoint;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a pickle of protocol 2 as {@code torch.save} writes it. A pickle is a program (see Python's pickletools): here only
 * the operations that build plain values are known, and of the functions that it may call only those that rebuild tensors,
 * ordered dictionaries and numpy's numbers; none of them is code of the pickle. Everything else is refused by its name,
 * before anything is done.
 *
 * <p>Steps, depth and memory are bounded; what a pickle builds may refer to itself, so whoever reads it walks only where he
 * knows the form.
 */
final class Pickle {
    /** Gives the bytes behind a tensor. */
    interface Storages {
        ByteBuffer storage(String key) throws CheckpointException;
    }

    private static final int MOST_STEPS = 2_000_000;
    private static final int MOST_VALUES = 500_000;
    private static final int MOST_TEXT = 1 << 16;
    private static final int MOST_NAME = 200;
    private static final int MOST_AXES = 16;

    private enum Marker {
        MARK
    }

    private enum Function {
        ORDERED_DICT,
        REBUILD_TENSOR,
        REBUILD_PARAMETER,
        ENCODE,
        DTYPE,
        SCALAR
    }

    private static final Map<String, Function> FUNCTIONS = Map.of(
            "collections.OrderedDict", Function.ORDERED_DICT,
            "torch._utils._rebuild_tensor_v2", Function.REBUILD_TENSOR,
            "torch._utils._rebuild_parameter", Function.REBUILD_PARAMETER,
            "_codecs.encode", Function.ENCODE,
            "numpy.dtype", Function.DTYPE,
            "numpy.core.multiarray.scalar", Function.SCALAR,
            "numpy._core.multiarray.scalar", Function.SCALAR);

    private static final Map<String, Tensor.StorageType> STORAGES = Map.of(
            "torch.FloatStorage", Tensor.StorageType.FLOAT,
            "torch.DoubleStorage", Tensor.StorageType.DOUBLE,
            "torch.LongStorage", Tensor.StorageType.LONG);

    private record Storage(Tensor.StorageType type, ByteBuffer bytes) {}

    private record NumberType(String code) {}

    private record Bytes(ByteBuffer values) {}

    private final ByteBuffer in;
    private final Storages storages;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private int elements;

    Pickle(ByteBuffer in, Storages storages) {
        this.in = in.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        this.storages = storages;
    }

    /**
     * Runs the program and gives what it built: a {@link Map} with keys in their order, {@link List}, {@link String},
     * {@link Long}, {@link Double}, {@link Boolean}, null or {@link Tensor}.
     *
     * @throws CheckpointException when there is an operation that is not allowed, or the pickle is broken or too large
     */
    Object load() throws CheckpointException {
        try {
            if (operation() != 0x80 || (in.get() & 0xff) != 2) {
                throw new CheckpointException("not a pickle of protocol 2");
            }
            for (int step = 0; step < MOST_STEPS; step++) {
                int operation = operation();
                if (operation == '.') {
                    return pop();
                }
                if (!value(operation)) {
                    structure(operation);
                }
                if (stack.size() > MOST_VALUES || memo.size() > MOST_VALUES || elements > MOST_VALUES) {
                    throw new CheckpointException("the pickle builds more than " + MOST_VALUES + " values");
                }
            }
            throw new CheckpointException("the pickle has more than " + MOST_STEPS + " steps");
        } catch (BufferUnderflowException e) {
            throw new CheckpointException("the pickle ends too early", e);
        }
    }

    private int operation() {
        return in.get() & 0xff;
    }

    /** Operations that push one plain value. */
    private boolean value(int operation) throws CheckpointException {
        switch (operation) {
            case '}' -> push(new LinkedHashMap<Object, Object>());
            case ']' -> push(new ArrayList<Object>());
            case ')' -> push(List.of());
            case '(' -> push(Marker.MARK);
            case 'N' -> push(null);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'K' -> push((long) operation());
            case 'M' -> push((long) Short.toUnsignedInt(in.getShort()));
            case 'J' -> push((long) in.getInt());
            case 0x8a -> push(longInteger());
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
            case 'X' -> push(text());
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Operations on what is there. */
    private void structure(int operation) throws CheckpointException {
        switch (operation) {
            case 'q' -> memo.put(operation(), peek());
            case 'r' -> memo.put(in.getInt(), peek());
            case 'h' -> push(remembered(operation()));
            case 'j' -> push(remembered(in.getInt()));
            case 't' -> push(popToMark());
            case 0x85 -> push(popMany(1));
            case 0x86 -> push(popMany(2));
            case 0x87 -> push(popMany(3));
            case 'c' -> push(global());
            case 'Q' -> push(storage(list(pop())));
            case 'R' -> {
                List<?> arguments = list(pop());
                push(call(as(Function.class, pop()), arguments));
            }
            case 'b' -> build();
            case 's' -> {
                Object value = pop();
                put(pop(), value);
            }
            case 'u' -> {
                List<Object> pairs = popToMark();
                if (pairs.size() % 2 != 0) {
                    throw new CheckpointException("the pickle is broken: a key without a value");
                }
                for (int i = 0; i < pairs.size(); i += 2) {
                    put(pairs.get(i), pairs.get(i + 1));
                }
            }
            case 'a' -> {
                Object value = pop();
                append(Collections.singletonList(value));
            }
            case 'e' -> append(popToMark());
            default ->
                throw new CheckpointException(String.format(
                        "pickle operation 0x%02x at byte %d is not allowed", operation, in.position() - 1));
        }
    }

    private Object global() throws CheckpointException {
        String name = line() + "." + line();
        Object known = FUNCTIONS.get(name);
        if (known == null) {
            known = STORAGES.get(name);
        }
        if (known == null) {
            throw new CheckpointException("the pickle asks for '" + printable(name) + "', which is not allowed");
        }
        return known;
    }

    /** A persistent id: ("storage", type, key, device, number of values). The device does not matter here. */
    private Storage storage(List<?> id) throws CheckpointException {
        if (id.size() != 5 || !"storage".equals(id.get(0)) || !(id.get(1) instanceof Tensor.StorageType type)) {
            throw new CheckpointException("the pickle has a persistent id that is no storage");
        }
        String key = as(String.class, id.get(2));
        if (!key.matches("[0-9]{1,9}")) {
            throw new CheckpointException("storage '" + printable(key) + "' is not a number");
        }
        ByteBuffer bytes = storages.storage(key);
        if (as(Long.class, id.get(4)) != bytes.remaining() / type.bytes()) {
            throw new CheckpointException(
                    "storage " + key + " has " + bytes.remaining() + " bytes for " + id.get(4) + " values");
        }
        return new Storage(type, bytes);
    }

    private Object call(Function function, List<?> arguments) throws CheckpointException {
        int least = switch (function) {
            case ORDERED_DICT -> 0;
            case REBUILD_PARAMETER, DTYPE -> 1;
            case ENCODE, SCALAR -> 2;
            case REBUILD_TENSOR -> 4;
        };
        if (arguments.size() < least) {
            throw new CheckpointException(function + " is called with " + arguments.size() + " arguments");
        }
        return switch (function) {
            case ORDERED_DICT -> {
                if (!arguments.isEmpty()) {
                    throw new CheckpointException("an OrderedDict is made from arguments");
                }
                yield new LinkedHashMap<Object, Object>();
            }
            case REBUILD_PARAMETER -> as(Tensor.class, arguments.get(0));
            case REBUILD_TENSOR -> {
                Storage storage = as(Storage.class, arguments.get(0));
                yield Tensor.of(
                        storage.bytes(),
                        storage.type(),
                        as(Long.class, arguments.get(1)),
                        longs(list(arguments.get(2))),
                        longs(list(arguments.get(3))));
            }
            case ENCODE -> {
                if (!"latin1".equals(arguments.get(1))) {
                    throw new CheckpointException("text is encoded otherwise than by latin1");
                }
                byte[] bytes = as(String.class, arguments.get(0)).getBytes(StandardCharsets.ISO_8859_1);
                elements += bytes.length;
                yield new Bytes(ByteBuffer.wrap(bytes));
            }
            case DTYPE -> new NumberType(as(String.class, arguments.get(0)));
            case SCALAR ->
                scalar(
                        as(NumberType.class, arguments.get(0)),
                        as(Bytes.class, arguments.get(1)).values());
        };
    }

    private static Double scalar(NumberType type, ByteBuffer bytes) throws CheckpointException {
        ByteBuffer value = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        return switch (type.code()) {
            case "f8" -> value.getDouble();
            case "f4" -> (double) value.getFloat();
            case "i8" -> (double) value.getLong();
            default -> throw new CheckpointException("numpy type '" + printable(type.code()) + "' is not known");
        };
    }

    /** State given to what was made: a dictionary's, which says nothing about its content, or the order of numpy's bytes. */
    private void build() throws CheckpointException {
        Object state = pop();
        if (peek() instanceof NumberType) {
            List<?> fields = list(state);
            if (fields.size() > 1 && ">".equals(fields.get(1))) {
                throw new CheckpointException("numpy's values are not in little-endian order");
            }
        } else if (!(peek() instanceof Map)) {
            throw new CheckpointException("the pickle sets the state of something else than a dictionary");
        }
    }

    private void put(Object key, Object value) throws CheckpointException {
        // Only these: the hash of a list that holds itself has no end.
        Object plain = key instanceof Long number ? number : as(String.class, key);
        map(peek()).put(plain, value);
        elements++;
    }

    private void append(List<?> values) throws CheckpointException {
        @SuppressWarnings("unchecked") // whatever a pickle puts into a list
        List<Object> list = as(ArrayList.class, peek());
        list.addAll(values);
        elements += values.size();
    }

    @SuppressWarnings("unchecked") // keys are checked when they are put
    private Map<Object, Object> map(Object value) throws CheckpointException {
        return as(LinkedHashMap.class, value);
    }

    private List<?> list(Object value) throws CheckpointException {
        return as(List.class, value);
    }

    private <T> T as(Class<T> type, Object value) throws CheckpointException {
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw new CheckpointException("the pickle is broken: a value of another kind before byte " + in.position());
    }

    private long[] longs(List<?> values) throws CheckpointException {
        if (values.size() > MOST_AXES) {
            throw new CheckpointException("a tensor of " + values.size() + " axes");
        }
        long[] longs = new long[values.size()];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = as(Long.class, values.get(i));
        }
        return longs;
    }

    private Object remembered(int key) throws CheckpointException {
        if (!memo.containsKey(key)) {
            throw new CheckpointException("the pickle is broken: nothing was kept under " + key);
        }
        return memo.get(key);
    }

    private void push(Object value) {
        stack.add(value);
    }

    private Object peek() throws CheckpointException {
        if (stack.isEmpty()) {
            throw new CheckpointException("the pickle is broken: its stack is empty");
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() throws CheckpointException {
        Object top = peek();
        stack.remove(stack.size() - 1);
        return top;
    }

    private List<Object> popMany(int count) throws CheckpointException {
        if (stack.size() < count) {
            throw new CheckpointException("the pickle is broken: its stack is empty");
        }
        List<Object> top = stack.subList(stack.size() - count, stack.size());
        List<Object> popped = new ArrayList<>(top);
        top.clear();
        elements += count;
        return popped;
    }

    private List<Object> popToMark() throws CheckpointException {
        int mark = stack.lastIndexOf(Marker.MARK);
        if (mark < 0) {
            throw new CheckpointException("the pickle is broken: no mark on its stack");
        }
        List<Object> popped = popMany(stack.size() - mark - 1);
        pop();
        return popped;
    }

    private Long longInteger() throws CheckpointException {
        int length = operation();
        if (length > Long.BYTES) {
            throw new CheckpointException("an integer of " + length + " bytes");
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (in.get() & 0xffL) << (8 * i);
        }
        int unused = 64 - 8 * length;
        return length == 0 ? 0 : value << unused >> unused;
    }

    private String text() throws CheckpointException {
        int length = in.getInt();
        if (length < 0 || length > MOST_TEXT) {
            throw new CheckpointException("a text of " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws CheckpointException {
        StringBuilder line = new StringBuilder();
        for (int c = operation(); c != '\n'; c = operation()) {
            if (line.length() == MOST_NAME) {
                throw new CheckpointException("a name of more than " + MOST_NAME + " characters");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
