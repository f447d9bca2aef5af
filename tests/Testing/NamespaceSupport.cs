namespace DsMip.Testing;

/// <summary>Whether this machine lets us make network namespaces.</summary>
public static class NamespaceSupport
{
    private static readonly Lazy<string?> Missing = new(Probe);

    /// <summary>Null if the test must run.</summary>
    public static string? SkipReason => Environment.GetEnvironmentVariable("CI") == "true" ? null : Missing.Value;

    private static string? Probe()
    {
        if (!OperatingSystem.IsLinux()) return "needs Linux";
        if (!Environment.IsPrivilegedProcess) return "needs root for network namespaces";
        if (!File.Exists("/dev/net/tun")) return "needs /dev/net/tun";
        try
        {
            using var attempt = NetworkNamespace.Create();
            return null;
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }
}
