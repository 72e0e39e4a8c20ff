/** What a model has to pass before it may serve, beyond the form of its jar. Plain Java. */
package org.ldpi.model.check;
