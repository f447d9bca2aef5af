namespace DsMip.Native.Tests;

/// <summary>Whether this kernel has what the tests are about.</summary>
internal static class NativeKernel
{
    public static string? SkipReason { get; } = Environment.GetEnvironmentVariable("CI") == "true" ? null : Missing();

    private static string? Missing()
    {
        if (!Environment.IsPrivilegedProcess) return "needs root";
        return File.Exists("/proc/net/xfrm_stat")
            ? null
            : "this kernel has no IPsec; tests/lab/run-tests.sh runs these tests inside User-Mode Linux";
    }
}
