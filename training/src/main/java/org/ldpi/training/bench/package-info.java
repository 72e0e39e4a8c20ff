/** What the benchmarks measure, and the traffic that they measure it on. */
package org.ldpi.training.bench;
