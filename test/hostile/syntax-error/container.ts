if (
