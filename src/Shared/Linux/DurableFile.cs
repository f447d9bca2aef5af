using DsMip.Linux.Interop;

namespace DsMip.Linux;

/// <summary>A small file that is replaced as a whole: after a crash or a power cut there is the old content or the new, never a mixture.</summary>
public static class DurableFile
{
    /// <summary>Durable when this returns: the bytes and the name are on the disk.</summary>
    /// <exception cref="LinuxException">The disk is full, read-only or failing; the old content is still there.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var full = Path.GetFullPath(path);
        var next = full + ".new";
        try
        {
            using (var file = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            File.Move(next, full, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LinuxException($"writing {full}", Errno.EIO, e.Message);
        }
        Synchronize(Path.GetDirectoryName(full)!);
    }

    // The new name is data of the directory.
    private static void Synchronize(string directory)
    {
        using var descriptor = Libc.Open(directory, OpenFlag.CloseOnExec);
        if (descriptor.IsInvalid) throw LinuxException.Last($"opening {directory}");
        if (Libc.Synchronize(descriptor) != 0) throw LinuxException.Last($"writing {directory} to the disk");
    }
}
