namespace DsMip.Linux;

/// <summary>Kernel parameters of the calling thread's network namespace, by path below /proc/sys, e.g. <c>net/ipv6/conf/all/forwarding</c>.</summary>
public static class Sysctl
{
    /// <exception cref="LinuxException">There is no such parameter, or it may not be read.</exception>
    public static string Get(string path) => Guard($"reading sysctl {path}", path, null, () => File.ReadAllText(Locate(path)).TrimEnd('\n'));

    /// <exception cref="LinuxException">The parameter does not exist, is read-only here, or refuses the value.</exception>
    public static void Set(string path, string value) => Guard($"setting sysctl {path} = {value}", path, value, () =>
    {
        File.WriteAllText(Locate(path), value);
        return value;
    });

    /// <summary>Sets the parameter unless it has the value already: a container with a read-only /proc/sys but right values is fine.</summary>
    public static void Ensure(string path, string value)
    {
        if (Get(path) != value) Set(path, value);
    }

    private static string Locate(string path) => "/proc/sys/" + path;

    private static string Guard(string operation, string path, string? value, Func<string> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LinuxException(operation, Classify(e), Remedy(path, value));
        }
    }

    private static Errno Classify(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => Errno.ENOENT,
        UnauthorizedAccessException => Errno.EACCES,
        // The runtime keeps the kernel's number in HResult for the errors it has no type of its own for.
        _ => Enum.IsDefined((Errno)e.HResult) ? (Errno)e.HResult : Errno.EIO,
    };

    private static string? Remedy(string path, string? value) =>
        value is null ? null : $"set it before start: sysctl -w {path}={value}";
}
