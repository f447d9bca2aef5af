namespace DsMip.Lab.Tests;

/// <summary>
/// A test that builds network namespaces: needs root and the lab's programs. Elsewhere it is skipped with the reason, but never in
/// CI, where it must run.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LabFactAttribute : FactAttribute
{
    private static readonly string[] Programs = ["ip", "nft", "ping", "tcpdump", "tshark", "conntrack", "setsid"];

    public LabFactAttribute() => Skip = Environment.GetEnvironmentVariable("CI") == "true" ? null : Missing();

    private static string? Missing()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return "needs root for network namespaces";
        }

        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        return Programs.FirstOrDefault(p => !path.Any(d => File.Exists(Path.Combine(d, p)))) is { } missing ? $"needs {missing} (make setup)" : null;
    }
}
