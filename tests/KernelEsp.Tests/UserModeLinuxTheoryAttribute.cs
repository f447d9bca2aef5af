namespace DsMip.KernelEsp.Tests;

/// <summary>A test on a kernel of its own. Skipped with a reason where User-Mode Linux is missing; never skipped if CI=true.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UserModeLinuxTheoryAttribute : TheoryAttribute
{
    public UserModeLinuxTheoryAttribute() => Skip = UserModeLinux.SkipReason;
}
