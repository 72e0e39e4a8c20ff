package org.ldpi.training.data;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Lists whose elements are made when they are asked for, of lists with random access. */
public final class ListViews {
    private ListViews() {}

    /** A list of given length by its elements. */
    public static <T> List<T> of(int size, IntFunction<T> element) {
        return new View<>(size, element);
    }

    /** Some elements of a list, by their places in it. */
    public static <T> List<T> select(List<T> list, int[] places) {
        return of(places.length, i -> list.get(places[i]));
    }

    /** What a function makes of the elements of a list. */
    public static <S, T> List<T> map(List<S> list, Function<? super S, ? extends T> function) {
        return of(list.size(), i -> function.apply(list.get(i)));
    }

    /** Lists, one behind the other; their lengths stay as they are. */
    public static <T> List<T> concatenate(List<? extends List<T>> parts) {
        int[] starts = new int[parts.size() + 1];
        for (int i = 0; i < parts.size(); i++) {
            starts[i + 1] = Math.addExact(starts[i], parts.get(i).size());
        }
        return of(starts[parts.size()], place -> {
            int low = 0;
            int high = parts.size();
            while (high - low > 1) {
                int middle = (low + high) >>> 1;
                if (starts[middle] <= place) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return parts.get(low).get(place - starts[low]);
        });
    }

    private static final class View<T> extends AbstractList<T> implements RandomAccess {
        private final int size;
        private final IntFunction<T> element;

        View(int size, IntFunction<T> element) {
            this.size = size;
            this.element = element;
        }

        @Override
        public T get(int index) {
            if (index < 0 || index >= size) {
                throw new IndexOutOfBoundsException(index);
            }
            return element.apply(index);
        }

        @Override
        public int size() {
            return size;
        }
    }
}
