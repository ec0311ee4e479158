package org.quickfreeze.contracts.form;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.quickfreeze.contracts.Wire;

/**
 * Where the fields of the T-CY model form are found in ours. Numbers and labels are data, so that
 * they can be corrected without touching the form.
 *
 * @param form the model form's number
 * @param check whether its official text still has to be compared
 */
public record TcyMapping(String form, boolean check, List<Field> fields) {
  private static final String RESOURCE = "/form/tcy-2018-11.json";

  public TcyMapping {
    fields = List.copyOf(fields);
  }

  /**
   * A field of the model form.
   *
   * @param number its number there
   * @param pointers RFC 6901, into {@link PreservationForm}
   */
  public record Field(String number, String label, List<String> pointers) {
    public Field {
      pointers = List.copyOf(pointers);
    }
  }

  /** The mapping of T-CY(2018)11. */
  public static TcyMapping load() {
    try (InputStream in = TcyMapping.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the mapping is not on the class path");
      }
      return Wire.mapper().readValue(in, TcyMapping.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
