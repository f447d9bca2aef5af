using DsMip.KernelEsp.Lab;

namespace DsMip.KernelEsp.Tests;

/// <summary>Our ESP and the Linux kernel's understand each other and refuse the same things: one test per row of the lab.</summary>
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
