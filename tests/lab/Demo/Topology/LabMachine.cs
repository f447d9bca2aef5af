namespace DsMip.Lab.Topology;

/// <summary>What the lab runs on.</summary>
public static class LabMachine
{
    /// <summary>
    /// User-Mode Linux: one processor, on which a system call, a page fault and a new process cost twenty times what they cost elsewhere.
    /// Everything works, but what is measured in milliseconds is so much longer.
    /// </summary>
    public static bool IsUserMode { get; } = File.ReadAllText("/proc/cpuinfo").Contains("User Mode Linux", StringComparison.Ordinal);
}
