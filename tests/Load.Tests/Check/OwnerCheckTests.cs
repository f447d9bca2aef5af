namespace DsMip.Load.Tests.Check;

public sealed class OwnerCheckTests
{
    [Fact]
    public void Writers_that_follow_each_other_are_right() => Assert.Empty(Found("a1 a2 b3 b4 c5"));

    [Fact]
    public void A_writer_that_comes_back_lived_beside_the_other() => Assert.Equal([OwnerCheck.TwoOwners], Found("a1 b2 a3"));

    [Fact]
    public void A_number_twice_is_found() => Assert.Equal([OwnerCheck.DuplicateNumber], Found("a1 b1"));

    [Fact]
    public void A_number_that_was_written_before_a_lower_one_is_found() =>
        Assert.Equal([OwnerCheck.OutOfOrder], Found([new("x", 1, 5, "a"), new("x", 2, 4, "a")]));

    [Fact]
    public void Entities_do_not_mix() => Assert.Empty(Found([new("x", 1, 9, "a"), new("y", 1, 2, "b"), new("z", 1, 1, "a")]));

    private static string[] Found(string rows) =>
        Found([.. rows.Split(' ').Select((row, i) => new JournalRow("bce|x", row[1] - '0', i, row[..1]))]);

    private static string[] Found(JournalRow[] rows)
    {
        var violations = new Violations();
        var check = new OwnerCheck(violations);
        foreach (var row in rows) check.Add(row);
        return [.. violations.Lines.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)])];
    }
}
