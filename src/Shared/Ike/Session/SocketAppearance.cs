namespace DsMip.Ike;

/// <summary>
/// Tells when a file comes into being, by the kernel's word (inotify). Its directory may be missing too; nobody tells about that one, so every
/// wait also ends by itself.
/// </summary>
internal sealed class SocketAppearance : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Between the file and the first connection that is accepted, charon still calls listen().</summary>
    private static readonly TimeSpan UntilItListens = TimeSpan.FromMilliseconds(50);

    private readonly FileSystemWatcher? _watcher;
    private readonly SemaphoreSlim _appeared = new(0);

    public SocketAppearance(string path)
    {
        // /var/run is a symbolic link nearly everywhere, and what inotify watches is the directory behind it.
        var directory = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(directory)) return;
        try
        {
            _watcher = Watch(directory, Path.GetFileName(path));
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // No inotify instance is left, or the directory is gone again: then nobody tells.
        }
    }

    public async Task WaitAsync(CancellationToken cancellation)
    {
        var hasAppeared = await _appeared.WaitAsync(LongestWait, cancellation).ConfigureAwait(false);
        if (hasAppeared) await Task.Delay(UntilItListens, cancellation).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _watcher?.Dispose();
        _appeared.Dispose();
    }

    private FileSystemWatcher Watch(string directory, string name)
    {
        var watcher = new FileSystemWatcher(directory, name) { NotifyFilter = NotifyFilters.FileName };
        try
        {
            watcher.Created += (_, _) => _appeared.Release();
            watcher.Renamed += (_, _) => _appeared.Release();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch
        {
            watcher.Dispose();
            throw;
        }
    }
}
