package fovea.data;

import io.jhdf.FractalHeap;
import io.jhdf.GroupSymbolTableNode;
import io.jhdf.HdfFile;
import io.jhdf.LocalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.SymbolTableEntry;
import io.jhdf.Utils;
import io.jhdf.api.Dataset;
import io.jhdf.btree.BTreeV1;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.LinkNameForIndexedGroupRecord;
import io.jhdf.dataset.DatasetLoader;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.SymbolTableMessage;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The datasets of an HDF5 file by path. Each object is read when it is asked for: jHDF's own groups read all that they
 * hold at once, and give nothing if one object is of a kind that jHDF does not know.
 */
final class Hdf5Links {
  /** A soft link may lead to a soft link; more than these in a row go in a circle. */
  private static final int MOST_LINKS = 32;

  private static final int SOFT = 2;

  private final HdfFile file;
  private final HdfBackingStorage storage;

  /**
   * Where a name in a group leads: to an object, to a path, or into another file.
   *
   * @param address of the object's header, for hard links
   */
  private record Link(
      long address, @Nullable String path, @Nullable String otherFile) {}

  Hdf5Links(HdfFile file) {
    this.file = file;
    storage = file.getHdfBackingStorage();
  }

  /**
   * The dataset at a path from the root; none if there is nothing, or a group.
   *
   * @throws InputException if the path leads into another file
   * @throws HdfException if what is there cannot be read
   */
  Optional<Dataset> dataset(String path) {
    OptionalLong address = resolve(file.getAddress(), path, 0);
    return address.isEmpty() ? Optional.empty() : dataset(address.getAsLong(), path);
  }

  private Optional<Dataset> dataset(long address, String path) {
    ObjectHeader header = ObjectHeader.readObjectHeader(storage, address);
    if (!header.hasMessageOfType(DataSpaceMessage.class)) return Optional.empty();
    String name = path.replaceFirst("^/+", "");
    return Optional.of(DatasetLoader.createDataset(storage, header, name, file));
  }

  /**
   * All datasets that can be read.
   *
   * @throws RuntimeException if there are datasets, but none can be read
   */
  Map<String, Dataset> all() {
    Map<String, Dataset> datasets = new TreeMap<>();
    RuntimeException first = collect(file.getAddress(), "", new HashSet<>(), datasets);
    if (datasets.isEmpty() && first != null) throw first;
    return datasets;
  }

  /** Gives the first problem there was. Hard links can make a group its own descendant: each is entered once. */
  private @Nullable RuntimeException collect(
      long group, String prefix, Set<Long> entered, Map<String, Dataset> datasets) {
    if (!entered.add(group)) return null;
    RuntimeException first = null;
    for (Map.Entry<String, Link> entry : links(group).entrySet()) {
      String path = prefix + entry.getKey();
      Link link = entry.getValue();
      if (link.otherFile != null) continue;
      RuntimeException problem = null;
      try {
        OptionalLong address =
            link.path == null ? OptionalLong.of(link.address) : resolve(group, link.path, 0);
        if (address.isEmpty()) continue;
        Optional<Dataset> dataset = dataset(address.getAsLong(), path);
        if (dataset.isPresent()) datasets.put(path, dataset.get());
        else if (link.path == null) problem = collect(link.address, path + "/", entered, datasets);
      } catch (InputException e) {
        continue; // a path into another file
      } catch (RuntimeException e) {
        problem = e; // jHDF throws whatever it trips over
      }
      if (first == null) first = problem;
    }
    return first;
  }

  /** The address that a path leads to, from a group on. */
  private OptionalLong resolve(long group, String path, int depth) {
    if (depth > MOST_LINKS) return OptionalLong.empty();
    long at = path.startsWith("/") ? file.getAddress() : group;
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".")) continue;
      Link link = links(at).get(part);
      if (link == null) return OptionalLong.empty();
      if (link.otherFile != null)
        throw new InputException(
            "%s: '%s' is a link into another file: give that one, %s, with --dataset %s"
                .formatted(
                    file.getName(),
                    ArrayChoice.shown(path),
                    ArrayChoice.shown(link.otherFile),
                    ArrayChoice.shown(link.path == null ? "" : link.path)));
      OptionalLong next =
          link.path == null ? OptionalLong.of(link.address) : resolve(at, link.path, depth + 1);
      if (next.isEmpty()) return next;
      at = next.getAsLong();
    }
    return OptionalLong.of(at);
  }

  /** The names in a group; none in what is no group. */
  private Map<String, Link> links(long group) {
    ObjectHeader header = ObjectHeader.readObjectHeader(storage, group);
    Map<String, Link> links = new LinkedHashMap<>();
    if (header.hasMessageOfType(SymbolTableMessage.class))
      readTable(header.getMessageOfType(SymbolTableMessage.class), links);
    for (LinkMessage message : header.getMessagesOfType(LinkMessage.class)) put(message, links);
    if (header.hasMessageOfType(LinkInfoMessage.class))
      readHeap(header.getMessageOfType(LinkInfoMessage.class), links);
    return links;
  }

  /** Groups as HDF5 has written them from its beginnings. */
  private void readTable(SymbolTableMessage table, Map<String, Link> links) {
    ByteBuffer names = new LocalHeap(storage, table.getLocalHeapAddress()).getDataBuffer();
    for (long node :
        BTreeV1.createGroupBTree(storage, table.getBTreeAddress()).getChildAddresses()) {
      for (SymbolTableEntry entry :
          new GroupSymbolTableNode(storage, node).getSymbolTableEntries()) {
        String name = Utils.readUntilNull(names.position(entry.getLinkNameOffset()));
        String path = entry.getCacheType() == SOFT
            ? Utils.readUntilNull(names.position(entry.getLinkValueOffset()))
            : null;
        links.put(name, new Link(entry.getObjectHeaderAddress(), path, null));
      }
    }
  }

  /** Large groups of the newer form. */
  private void readHeap(LinkInfoMessage info, Map<String, Link> links) {
    if (info.getBTreeNameIndexAddress() == -1) return;
    FractalHeap heap = new FractalHeap(storage, info.getFractalHeapAddress());
    BTreeV2<LinkNameForIndexedGroupRecord> index =
        new BTreeV2<>(storage, info.getBTreeNameIndexAddress());
    for (LinkNameForIndexedGroupRecord entry : index.getRecords())
      put(LinkMessage.fromBuffer(heap.getId(entry.getId()), storage.getSuperblock()), links);
  }

  private static void put(LinkMessage message, Map<String, Link> links) {
    links.put(
        message.getLinkName(),
        switch (message.getLinkType()) {
          case HARD -> new Link(message.getHardLinkAddress(), null, null);
          case SOFT -> new Link(-1, message.getSoftLink(), null);
          case EXTERNAL -> new Link(-1, message.getExternalPath(), message.getExternalFile());
        });
  }
}
