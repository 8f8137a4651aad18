const NUMBER_AS_TEXT = 'writes a number as text ("3191") where the model has an integer';
const TIME_AS_TEXT = 'writes seconds since 1970 as text ("1421866952.062") where the protocol has a number';

/** Examples of AWS's that are against AWS's own model, and what is wrong with them. By service, operation and id. */
export const EXPLAINED: Readonly<Record<string, string>> = {
  's3.DeleteObjects to-delete-multiple-objects-from-a-versioned-bucket-1483146248805':
    'writes "true" as text where the model has a boolean',
  's3.GetObject to-retrieve-an-object-1481827837012': NUMBER_AS_TEXT,
  's3.GetObject to-retrieve-a-byte-range-of-an-object--1481832674603': NUMBER_AS_TEXT,
  's3.HeadObject to-retrieve-metadata-of-an-object-without-returning-the-object-itself-1481834820480':
    NUMBER_AS_TEXT,
  's3.ListObjects to-list-objects-in-a-bucket-1473447646507': NUMBER_AS_TEXT,
  's3.ListObjectsV2 to-get-object-list': NUMBER_AS_TEXT,
  'secrets-manager.DeleteSecret to-delete-a-secret-1523996905092': TIME_AS_TEXT,
  'secrets-manager.DescribeSecret to-retrieve-the-details-of-a-secret-1524000138629': TIME_AS_TEXT,
  'dynamodb.CreateTable to-create-a-table-1476116291743': TIME_AS_TEXT,
  'dynamodb.DescribeTable to-describe-a-table-1475884440502': TIME_AS_TEXT,
  'dynamodb.UpdateTable to-modify-a-tables-provisioned-throughput-1476118076147': TIME_AS_TEXT,
};
