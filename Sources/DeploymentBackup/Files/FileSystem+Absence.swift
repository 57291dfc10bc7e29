import DurableIO
import SystemPackage

extension FileSystem {
    /// Returns a whole file's bytes; nil when there is none.
    func contentsIfAny(at path: FilePath) throws(FileError) -> [UInt8]? {
        do throws(FileError) { return try contents(at: path) } catch {
            guard error.isAbsence else { throw error }
            return nil
        }
    }

    /// Returns the names in a directory; none when it does not exist.
    func listIfAny(at path: FilePath) throws(FileError) -> [FilePath.Component] {
        do throws(FileError) { return try list(at: path) } catch {
            guard error.isAbsence else { throw error }
            return []
        }
    }

    /// Removes a file if it is there.
    func removeIfAny(_ path: FilePath) throws(FileError) {
        do throws(FileError) { try remove(at: path) } catch {
            guard error.isAbsence else { throw error }
        }
    }
}
