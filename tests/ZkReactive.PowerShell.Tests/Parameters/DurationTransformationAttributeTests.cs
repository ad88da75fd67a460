using System.Management.Automation;
using ZkReactive.PowerShell.Parameters;

namespace ZkReactive.PowerShell.Tests.Parameters;

public sealed class DurationTransformationAttributeTests
{
    [Theory]
    [InlineData(30, 30_000)]
    [InlineData(0.5, 500)]
    [InlineData("30", 30_000)]
    [InlineData("500ms", 500)]
    [InlineData("30s", 30_000)]
    [InlineData("1.5m", 90_000)]
    [InlineData("2H", 7_200_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("00:00:07", 7_000)]
    public void Transform_WhatUsersWrite_IsTheDuration(object given, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), new DurationTransformationAttribute().Transform(null!, given));

    [Theory]
    [InlineData("soon")]
    [InlineData("5 parsecs")]
    [InlineData("")]
    [InlineData("99999999999999d")]
    public void Parse_NoDuration_IsRefused(string text) =>
        Assert.Throws<ArgumentTransformationMetadataException>(() => DurationTransformationAttribute.Parse(text));
}
