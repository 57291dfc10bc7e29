/// The sizes of an environment.
package struct EnvironmentOptions: Hashable, Sendable {
    /// The size of the memory map at first, in bytes; address space, not memory and not disk.
    package var mapSize: Int
    /// The size to which the map may grow, in bytes.
    package var maximumMapSize: Int
    /// The number of tables that may be opened.
    package var maximumTables: Int
    /// The number of transactions that may read at once.
    package var maximumReaders: Int

    /// Makes options; the sizes of maps are rounded up to whole pages.
    package init(
        mapSize: Int = 256 << 20,
        maximumMapSize: Int = 1 << 40,
        maximumTables: Int = 16,
        maximumReaders: Int = 512
    ) {
        self.mapSize = Self.wholePages(mapSize)
        self.maximumMapSize = max(Self.wholePages(maximumMapSize), self.mapSize)
        self.maximumTables = maximumTables
        self.maximumReaders = maximumReaders
    }

    private static func wholePages(_ size: Int) -> Int {
        let page = 4096
        return (max(size, page) + page - 1) / page * page
    }
}
