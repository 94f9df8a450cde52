package fovea.data;

/** What preprocessing keeps of a patch's colour. */
public enum PatchColour {
  /** One plane, luminance. */
  LUMINANCE,
  /** Three planes, red, green and blue. */
  RGB
}
