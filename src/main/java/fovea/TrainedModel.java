package fovea;

import fovea.data.Examples;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.train.TrainingHistory;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What {@link Fovea#train} gives.
 *
 * @param model the network with the preprocessing of its inputs: what a model file holds
 * @param history how training went, iteration by iteration, and why it ended
 */
public record TrainedModel(StoredModel model, TrainingHistory history) {
  /** {@link StoredModel#encode}. */
  public float[] encode(Examples examples) {
    return model.encode(examples);
  }

  /** {@link StoredModel#decode}. */
  public float[] decode(float[] codes) {
    return model.decode(codes);
  }

  /** {@link StoredModel#reconstruct}. */
  public float[] reconstruct(Examples examples) {
    return model.reconstruct(examples);
  }

  /** {@link fovea.model.Autoencoder#encoderWeights}. */
  public float[][] encoderWeights() {
    return model.network().encoderWeights();
  }

  /** {@link fovea.model.Autoencoder#encoderBias}. */
  public float[] encoderBias() {
    return model.network().encoderBias();
  }

  /** {@link fovea.model.Autoencoder#decoderWeights}. */
  public float[][] decoderWeights() {
    return model.network().decoderWeights();
  }

  /** {@link fovea.model.Autoencoder#decoderBias}. */
  public float[] decoderBias() {
    return model.network().decoderBias();
  }

  /** {@link ModelFile#write(Path, StoredModel)}. */
  public void save(Path file) throws IOException {
    ModelFile.write(file, model);
  }
}
