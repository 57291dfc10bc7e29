import DurableIO
import SystemPackage

/// A disk under a trace: what is on it now, and what of it a loss of power may take.
struct SimulatedDisk {
    /// What the trace says is not believed: the disk answers a synchronisation of these without making anything durable.
    enum Ignored: String, CaseIterable, Sendable {
        /// Segments.
        case segments
        /// The index.
        case index
        /// The keys of domains, and the mark of the master key.
        case keys
        /// Directories.
        case directories
    }

    private struct OpenNode {
        let node: Int
        let path: String
        let isSynchronous: Bool
    }

    private static let root = 0

    private let mirrors: FilePath
    private let ignored: Ignored?
    private var directories: [Int: SimulatedDirectory] = [root: SimulatedDirectory()]
    private var files: [Int: SimulatedFile] = [:]
    private var descriptors: [Int32: OpenNode] = [:]
    private var nodeCount = 1

    /// Makes an empty disk.
    ///
    /// - Parameters:
    ///   - mirrors: An empty directory in which the bytes of the files are kept.
    ///   - ignored: Whose synchronisations are ignored.
    init(mirrors: FilePath, ignoring ignored: Ignored? = nil) {
        self.mirrors = mirrors
        self.ignored = ignored
    }

    /// Takes a call into account.
    ///
    /// - Throws: ``ProbeError/contradiction(_:)`` when the call could not have been made on this disk.
    mutating func apply(_ event: TraceEvent) throws {
        switch event {
        case .open(let fd, let path, let flags): try open(fd, path, flags)
        case .close(let fd): descriptors[fd] = nil
        case .write(let fd, let offset, let bytes):
            let open = try descriptor(fd)
            try file(open).write(bytes, at: offset, isDurable: open.isSynchronous)
        case .synchronise(let fd): synchronise(try descriptor(fd))
        case .truncate(let fd, let size): try file(descriptor(fd)).truncate(to: size)
        case .rename(let path, let newPath): try rename(path, newPath)
        case .unlink(let path): try change(path) { .remove($0) }
        case .makeDirectory(let path):
            let node = addNode()
            directories[node] = SimulatedDirectory()
            try change(path) { .set($0, node) }
        case .failure(let fd): if let fd, let open = descriptors[fd] { files[open.node]?.forget() }
        case .note: break
        }
    }

    /// Makes everything durable that is on the disk.
    mutating func synchroniseAll() {
        for node in directories.keys { directories[node]?.synchronise() }
        for file in files.values { file.synchronise() }
    }

    /// Writes what a loss of power may leave into a new directory.
    ///
    /// The index's lock file is left out: its readers ended with the power.
    func write(to path: FilePath, after loss: inout PowerLoss) throws {
        try write(Self.root, to: path, after: &loss)
    }

    /// Tells whether a loss of power may take something of a file; false when there is none of the path.
    func isUnsynchronised(_ path: String) throws -> Bool {
        try node(path).flatMap { files[$0] }?.isUnsynchronised ?? false
    }

    /// Tells whether a loss of power may take something of a page of an open file.
    func isUnsynchronised(page: UInt64, of fd: Int32) throws -> Bool {
        try file(descriptor(fd)).isUnsynchronised(page)
    }

    /// Returns the path by which a file was opened; nil when the descriptor is not open.
    func path(of fd: Int32) -> String? { descriptors[fd]?.path }

    /// The bytes of all files now, by their paths.
    func contents() throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        try collect(Self.root, "", into: &contents)
        return contents
    }

    private func write(_ node: Int, to path: FilePath, after loss: inout PowerLoss) throws {
        if let file = files[node] { return try file.write(to: path, after: &loss) }
        guard let directory = directories[node] else { return }
        try LocalFileSystem().createDirectory(at: path)
        for (name, child) in directory.entries(after: &loss).sorted(by: { $0.key < $1.key }) where name != "lock.mdb" {
            try write(child, to: path.appending(name), after: &loss)
        }
    }

    private func collect(_ node: Int, _ path: String, into contents: inout [String: [UInt8]]) throws {
        if let file = files[node] { contents[path] = try file.contents() }
        for (name, child) in directories[node]?.entries ?? [:] {
            try collect(child, path.isEmpty ? name : path + "/" + name, into: &contents)
        }
    }

    private mutating func open(_ fd: Int32, _ path: String, _ flags: TraceEvent.OpenFlags) throws {
        if try self.node(path) == nil, flags.contains(.creates) { try makeFile(path) }
        guard let node = try self.node(path) else { throw ProbeError.contradiction("\(path) was opened, not made") }
        descriptors[fd] = OpenNode(node: node, path: path, isSynchronous: flags.contains(.synchronous))
        if flags.contains(.empties) { try files[node]?.truncate(to: 0) }
    }

    private mutating func makeFile(_ path: String) throws {
        let node = addNode()
        files[node] = try SimulatedFile(mirror: mirrors.appending("\(node)"))
        try change(path) { .set($0, node) }
    }

    private mutating func addNode() -> Int {
        defer { nodeCount += 1 }
        return nodeCount
    }

    private mutating func synchronise(_ open: OpenNode) {
        if let file = files[open.node] {
            guard !isIgnored(open.path) else { return }
            file.synchronise()
        } else if ignored != .directories {
            directories[open.node]?.synchronise()
        }
    }

    private func isIgnored(_ path: String) -> Bool {
        switch ignored {
        // Also those that a compaction has not given their name yet.
        case .segments: path.contains(".segment")
        case .index: path.hasSuffix(".mdb")
        case .keys: path.contains("/keys/")
        case .directories, nil: false
        }
    }

    private mutating func rename(_ path: String, _ newPath: String) throws {
        guard let node = try node(path) else { throw ProbeError.contradiction("\(path) was renamed, not made") }
        let (directory, name) = try place(of: path)
        let (newDirectory, newName) = try place(of: newPath)
        if directory == newDirectory {
            directories[directory]?.apply(.rename(name, to: newName, node))
        } else {
            directories[directory]?.apply(.remove(name))
            directories[newDirectory]?.apply(.set(newName, node))
        }
    }

    private mutating func change(_ path: String, _ change: (String) -> SimulatedDirectory.Change) throws {
        let (directory, name) = try place(of: path)
        directories[directory]?.apply(change(name))
    }

    private func descriptor(_ fd: Int32) throws -> OpenNode {
        guard let open = descriptors[fd] else { throw ProbeError.contradiction("descriptor \(fd) is not open") }
        return open
    }

    private func file(_ open: OpenNode) throws -> SimulatedFile {
        guard let file = files[open.node] else { throw ProbeError.contradiction("\(open.path) is no file") }
        return file
    }

    private func place(of path: String) throws -> (directory: Int, name: String) {
        let names = path.split(separator: "/").map(String.init)
        guard let name = names.last, let directory = node(names.dropLast()) else {
            throw ProbeError.contradiction("\(path) has no directory")
        }
        return (directory, name)
    }

    private func node(_ path: String) throws -> Int? {
        node(path.split(separator: "/").map(String.init)[...])
    }

    private func node(_ names: ArraySlice<String>) -> Int? {
        var node = Self.root
        for name in names {
            guard let next = directories[node]?.entries[name] else { return nil }
            node = next
        }
        return node
    }
}

extension SimulatedDisk {
    /// Puts what a directory holds on the disk, durably.
    mutating func importContents(of directory: FilePath, as path: String = "") throws {
        for name in try LocalFileSystem().list(at: directory) {
            let child = directory.appending(name)
            let childPath = path.isEmpty ? name.string : path + "/" + name.string
            if let bytes = try? LocalFileSystem().contents(at: child) {
                try apply(.open(-1, path: childPath, .creates))
                try apply(.write(-1, offset: 0, bytes))
                try apply(.close(-1))
            } else {
                try apply(.makeDirectory(childPath))
                try importContents(of: child, as: childPath)
            }
        }
        if path.isEmpty { synchroniseAll() }
    }
}
