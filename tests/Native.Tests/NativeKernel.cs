using DsMip.Linux.Netlink.Xfrm;

namespace DsMip.Native.Tests;

/// <summary>Whether this kernel has what the tests are about.</summary>
internal static class NativeKernel
{
    public static string? SkipReason { get; } = Environment.GetEnvironmentVariable("CI") == "true" ? null : Missing();

    private static string? Missing()
    {
        if (!Environment.IsPrivilegedProcess) return "needs root";
        return XfrmFeatures.FindMissing() is { } missing ? $"{missing.Message} (tests/lab/run-tests.sh runs these tests inside User-Mode Linux)" : null;
    }
}
