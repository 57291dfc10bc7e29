import BlobAPI
import BlobModel
import BlobStore
import HTTPTypes
import NIOCore
import NIOHTTP1
import ServiceSupport

extension ShortAnswer {
    /// Makes the answer with a whole small blob; nil when its fields need the long way.
    init?(_ download: Download, _ blob: SmallBlob) {
        switch blob {
        case .bytes(let bytes):
            guard let headers = Self.headers(download, size: bytes.count) else { return nil }
            self.init(headers: headers, body: [.byteBuffer(ByteBuffer(bytes: bytes))])
        case .regions(let regions):
            let size = regions.reduce(0) { $0 + Int($1.length) }
            guard let headers = Self.headers(download, size: size) else { return nil }
            let files = regions.map { BorrowedFileRegion($0.file, offset: $0.offset, length: $0.length) }
            self.init(headers: headers, body: files.map { .fileRegion($0.region) }) {
                for file in files { file.release() }
            }
        }
    }

    /// The fields that the long way gives to a GET without conditions.
    private static func headers(_ download: Download, size: Int) -> HTTPHeaders? {
        let request = HTTPRequest(method: .get, scheme: nil, authority: nil, path: nil)
        let answer = try? DownloadAnswer(to: request, with: download.presentation, size: UInt64(size))
        return answer.map { answer in HTTPHeaders(answer.fields.map { ($0.name.rawName, $0.value) }) }
    }
}
