import ArgumentParser
import Cryptography
import DurableIO
import SystemPackage

/// The program that ``UploadPeer`` starts.
struct UploadPeerCommand: ParsableCommand {
    /// It is for the benchmarks themselves alone.
    static let configuration = CommandConfiguration(commandName: "upload-peer", shouldDisplay: false)

    /// The port.
    @Option(help: "The port to listen at.")
    var port: Int

    /// The directory.
    @Option(help: "The directory for what is uploaded.")
    var directory: String

    /// Takes connections until the process is ended.
    func run() throws {
        Socket.ignoreBrokenPipes()
        Interruption.endsProcess()
        let listener = try Socket.listening(port: port)
        var count = 0
        while true {
            let reception = Reception(try listener.accept(), file: FilePath(directory).appending("upload-\(count)"))
            count += 1
            reception.start()
        }
    }
}

/// One connection of the peer, with a file and a thread of its own.
private actor Reception {
    private static let answer = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"

    private let thread = LoadThread(label: "reception")
    private let connection: HTTPConnection
    private let path: FilePath

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    init(_ socket: Socket, file: FilePath) {
        connection = HTTPConnection(socket)
        path = file
    }

    /// Answers requests in the background until the client closes the connection.
    nonisolated func start() {
        Task { try? await receive() }
    }

    private func receive() throws {
        let files = LocalFileSystem()
        let file = try files.createFile(at: path)
        // The space is free again when the connection ends.
        try files.remove(at: path)
        while let head = try connection.receiveHead() {
            try take(head.contentLength ?? 0, into: file)
            try connection.send(Self.answer)
        }
    }

    private func take(_ length: Int, into file: any AppendFile) throws {
        guard length > 0 else { return }
        var chunks = SHA256Hasher(), whole = SHA256Hasher()
        var failure: (any Error)?
        try connection.receiveBody(length: length) { piece in
            chunks.update(piece)
            whole.update(piece)
            do { try file.append(piece) } catch { failure = error }
        }
        if let failure { throw failure }
        _ = (chunks.finalise(), whole.finalise())
        try file.synchronise()
    }
}
