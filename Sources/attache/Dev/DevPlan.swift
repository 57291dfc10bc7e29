import BlobModel
import SystemPackage

/// What `attache dev` runs: names, ports and places, all derived from the options.
struct DevPlan: Sendable {
    /// The ports that the options name.
    struct Ports: Hashable, Sendable {
        /// The public port of the front.
        let front: Int
        /// The public port of the first node.
        let firstBlob: Int
        /// The internal port of the front.
        let firstInternal: Int
    }

    /// The files and directories.
    let files: DevFiles

    /// The ports.
    let ports: Ports

    /// The numbers of nodes and shards.
    let shape: DevShape

    /// The number of numbered users.
    let demoUsers: Int

    /// The nodes.
    private(set) var nodes: [DevNode]

    /// The scheme of the public listeners, `http` unless the settings name a certificate.
    private(set) var publicScheme = "http"

    /// Makes the plan.
    ///
    /// - Throws: ``DevError/outOfRange(option:value:allowed:)``, ``DevError/samePort(_:)``.
    init(data: String, ports: Ports, shape: DevShape, demoUsers: Int) throws(DevError) {
        try Self.check("--nodes", shape.nodes, 1...16)
        try Self.check("--shards", shape.shards, 1...64)
        try Self.check("--demo-users", demoUsers, 0...1000)
        try Self.check("--front-port", ports.front, 1...65535)
        try Self.check("--blob-port", ports.firstBlob, 1...(65536 - shape.nodes))
        try Self.check("--internal-port", ports.firstInternal, 1...(65535 - shape.nodes))
        self.ports = ports
        self.shape = shape
        self.demoUsers = demoUsers
        files = DevFiles(data: FilePath(data))
        nodes = (0..<shape.nodes).map { index in
            DevNode(
                name: "blob-\(index + 1)",
                ports: (public: ports.firstBlob + index, internal: ports.firstInternal + 1 + index)
            )
        }
        try Self.checkDistinct(
            [ports.front, ports.firstInternal] + nodes.flatMap { [$0.publicPort, $0.internalPort] }
        )
    }

    /// The URL at which clients reach the front.
    var frontURL: String { "\(publicScheme)://127.0.0.1:\(ports.front)" }

    /// Returns the plan with public listeners that speak TLS.
    func encrypted() -> DevPlan {
        var plan = self
        plan.publicScheme = "https"
        plan.nodes = nodes.map { DevNode(name: $0.name, ports: $0.ports, publicScheme: "https") }
        return plan
    }

    /// The URL at which nodes reach the front.
    var internalFrontURL: String { "http://127.0.0.1:\(ports.firstInternal)" }

    /// Every port with the option that moves it.
    var optionsByPort: [(port: Int, option: String)] {
        [(ports.front, "--front-port"), (ports.firstInternal, "--internal-port")]
            + nodes.map { ($0.publicPort, "--blob-port") } + nodes.map { ($0.internalPort, "--internal-port") }
    }

    private static func check(_ option: String, _ value: Int, _ allowed: ClosedRange<Int>) throws(DevError) {
        guard allowed.contains(value) else {
            throw .outOfRange(option: option, value: value, allowed: allowed)
        }
    }

    private static func checkDistinct(_ ports: [Int]) throws(DevError) {
        var seen: Set<Int> = []
        for port in ports where !seen.insert(port).inserted { throw .samePort(port) }
    }
}
