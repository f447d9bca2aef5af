namespace DsMip.Linux.Tests;

/// <summary>A test that asks the C headers of the kernel. Skipped with the reason where there is no compiler; never skipped if CI=true.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompilerFactAttribute : FactAttribute
{
    public CompilerFactAttribute() => Skip = CHeader.SkipReason;
}
