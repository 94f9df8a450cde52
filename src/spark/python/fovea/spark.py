"""Fovea's Spark ML stages for PySpark (classic, not Spark Connect): docs/spark.md#pyspark.

The module has to be called fovea.spark: PySpark finds the Java class of a saved stage by the Python one's name.
Untested: nothing in Fovea's build runs PySpark.
"""

from pyspark import SparkContext
from pyspark.ml.util import JavaMLReadable, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel


class FoveaModel(JavaModel, JavaMLReadable, JavaMLWritable):
    """A trained model: adds the hidden activations of inputCol as outputCol."""

    def __init__(self, java_model=None):
        super().__init__(java_model)
        if java_model is not None:
            self._transfer_params_from_java()

    @classmethod
    def of(cls, path):
        """A model in a file of the driver's that `fovea train` wrote."""
        jvm = SparkContext._active_spark_context._jvm
        return cls(jvm.fovea.spark.FoveaModel.of(jvm.java.io.File(path).toPath()))

    def setParams(self, **params):
        return self._set(**params)

    @property
    def objectiveHistory(self):
        """The cost at the initial point and after each iteration; empty for a model that was loaded."""
        return list(self._java_obj.objectiveHistory())

    @property
    def safetensors(self):
        """The bytes of model.safetensors."""
        return bytes(self._java_obj.safetensors())


class FoveaAutoencoder(JavaEstimator, JavaMLReadable, JavaMLWritable):
    """Trains a sparse autoencoder, full batch, on the executors: FoveaAutoencoder(inputCol="scaled", hidden=64).fit(df).

    The params, with their defaults, are those of the Java class. lambda is a word of Python's: in calls it is
    lambda_, and the param itself is getParam("lambda").
    """

    def __init__(self, **params):
        super().__init__()
        self._java_obj = self._new_java_obj("fovea.spark.FoveaAutoencoder", self.uid)
        self._create_params_from_java()
        self._transfer_params_from_java()
        self.setParams(**params)

    def setParams(self, **params):
        return self._set(**{name.rstrip("_"): value for name, value in params.items()})

    def _create_model(self, java_model):
        return FoveaModel(java_model)
