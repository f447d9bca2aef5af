using DsMip.KernelEsp.Lab;

namespace DsMip.KernelEsp.Tests;

/// <summary>Our ESP and the Linux kernel's understand each other and refuse the same things: one test per row of the lab.</summary>
[Clause("4301-3.3-bump", "4303-2-format", "4106-3-gcm", "3602-2-cbc", "4868-2-hmac", "2410-2-null", "8221-5-suites")]
public sealed class KernelEspTests(KernelRun run) : IClassFixture<KernelRun>
{
    public static TheoryData<string> Rows => [.. RowNames.All];

    [UserModeLinuxTheory, MemberData(nameof(Rows))]
    public void Row(string name)
    {
        var row = run[name];
        Assert.True(row.Ok, row.Detail);
    }
}
