import BlobModel

/// One blob node of `attache dev`.
struct DevNode: Hashable, Sendable {
    /// The node's ID as text, such as `blob-1`.
    let name: String

    /// The port of the public listener.
    let publicPort: Int

    /// The port of the internal listener.
    let internalPort: Int

    /// The scheme of the public listener.
    let publicScheme: String

    /// Names a node.
    ///
    /// - Parameters:
    ///   - name: The node's ID as text.
    ///   - ports: Its public and its internal port.
    ///   - publicScheme: The scheme of its public listener.
    init(name: String, ports: (public: Int, internal: Int), publicScheme: String = "http") {
        self.name = name
        publicPort = ports.public
        internalPort = ports.internal
        self.publicScheme = publicScheme
    }

    /// Its public and its internal port.
    var ports: (public: Int, internal: Int) { (publicPort, internalPort) }

    /// The URL at which clients reach the node.
    var publicURL: String { "\(publicScheme)://127.0.0.1:\(publicPort)" }

    /// The URL at which the front reaches the node.
    var internalURL: String { "http://127.0.0.1:\(internalPort)" }

    /// Returns the node as the shard map names it.
    func entry() throws -> NodeEntry {
        NodeEntry(id: try NodeID(validating: name), internalURL: internalURL, publicURL: publicURL)
    }
}
