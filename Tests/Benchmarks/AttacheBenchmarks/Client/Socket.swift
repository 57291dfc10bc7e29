import Glibc
import SystemPackage

/// A blocking TCP connection over loopback, closed when its last holder lets go of it.
///
/// Blocking calls and no framework: what the load costs on the machine that it shares with the server is what the
/// kernel takes, and little more. All unsafe code of the benchmarks is here.
final class Socket: Sendable {
    private let descriptor: FileDescriptor

    /// Connects to a port of this machine.
    ///
    /// - Throws: ``BenchmarkError/system(call:_:)``.
    init(port: Int) throws(BenchmarkError) {
        descriptor = try Self.make()
        try unsafe Self.check("connect", Self.withLoopback(port) { unsafe connect(descriptor.rawValue, $0, $1) })
        // Requests that are sent in two pieces must not wait for each other's acknowledgement.
        try setOption(IPPROTO_TCP, TCP_NODELAY)
    }

    private init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    /// Returns a socket that takes connections at a port of this machine; port 0 is any free one.
    ///
    /// - Throws: ``BenchmarkError/system(call:_:)``.
    static func listening(port: Int) throws(BenchmarkError) -> Socket {
        let socket = Socket(try make())
        try socket.setOption(SOL_SOCKET, SO_REUSEADDR)
        try unsafe check("bind", withLoopback(port) { unsafe bind(socket.descriptor.rawValue, $0, $1) })
        try check("listen", listen(socket.descriptor.rawValue, 128))
        return socket
    }

    deinit {
        try? descriptor.close()
    }

    /// The port at this machine's end.
    ///
    /// - Throws: ``BenchmarkError/system(call:_:)``.
    func localPort() throws(BenchmarkError) -> Int {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe getsockname(descriptor.rawValue, pointer, &length)
            }
        }
        try Self.check("getsockname", result)
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// Waits for a connection.
    ///
    /// - Throws: ``BenchmarkError/system(call:_:)``.
    func accept() throws(BenchmarkError) -> Socket {
        let accepted = Glibc.accept(descriptor.rawValue, nil, nil)
        try Self.check("accept", accepted)
        let socket = Socket(FileDescriptor(rawValue: accepted))
        try socket.setOption(IPPROTO_TCP, TCP_NODELAY)
        return socket
    }

    /// Sends all bytes.
    ///
    /// - Throws: ``BenchmarkError/system(call:_:)``.
    func send(_ bytes: Span<UInt8>) throws(BenchmarkError) {
        do {
            _ = unsafe try bytes.withUnsafeBytes { unsafe try descriptor.writeAll($0) }
        } catch {
            throw .system(call: "write", error as? Errno ?? .ioError)
        }
    }

    /// Receives what is there into a part of a buffer, after waiting for something.
    ///
    /// - Returns: The number of bytes; 0 when the other side has closed the connection.
    /// - Throws: ``BenchmarkError/system(call:_:)``.
    func receive(into buffer: inout [UInt8], from start: Int) throws(BenchmarkError) -> Int {
        do {
            return unsafe try buffer.withUnsafeMutableBytes { bytes in
                unsafe try descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
            }
        } catch {
            throw .system(call: "read", error as? Errno ?? .ioError)
        }
    }

    /// Lets a write to a closed connection fail instead of ending the process; to be called once.
    static func ignoreBrokenPipes() {
        _ = signal(SIGPIPE, SIG_IGN)
    }

    private static func make() throws(BenchmarkError) -> FileDescriptor {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        try check("socket", descriptor)
        return FileDescriptor(rawValue: descriptor)
    }

    private func setOption(_ level: some BinaryInteger, _ name: Int32) throws(BenchmarkError) {
        var on: Int32 = 1
        let length = socklen_t(MemoryLayout<Int32>.size)
        try Self.check("setsockopt", unsafe setsockopt(descriptor.rawValue, Int32(level), name, &on, length))
    }

    private static func withLoopback(_ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe body(pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private static func check(_ call: String, _ result: Int32) throws(BenchmarkError) {
        guard result < 0 else { return }
        throw .system(call: call, Errno(rawValue: errno))
    }
}
