/** Swaps models in a running controller while made traffic keeps the detector busy, and measures what that does to it. */
package org.ldpi.soak;
